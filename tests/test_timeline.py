"""A timeline says of every day what validity says of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dan_van import Library
from dan_van.codes import read
from dan_van.corpus import Corpus, timeline, validity
from dan_van.model import Document, Relation, RelationKind, Status, StatusValue

LAW = "luat/2016/1-2016-qh13"
DAYS = st.dates(date(2015, 1, 1), date(2021, 12, 31))
MAYBE = st.none() | DAYS
STATUS = st.none() | st.builds(Status, st.sampled_from(StatusValue), MAYBE, st.just("nguồn"))
PERIOD = st.none() | st.just((2017, 2019))
RELATION = st.builds(
    Relation,
    st.sampled_from(RelationKind),
    st.sampled_from([LAW, f"{LAW}#dieu-3"]),
    st.none(),
    MAYBE,
)


def dated(identity: str, symbol: str) -> st.SearchStrategy[dict[str, Any]]:
    fixed = {"id": st.just(identity), "type": st.just("luat"), "code": st.sampled_from([read(symbol).code, None])}
    return st.fixed_dictionaries({**fixed, "issued": MAYBE, "effective": MAYBE, "expired": MAYBE, "status": STATUS})


@given(dated(LAW, "1/2016/QH13"), PERIOD, st.lists(st.tuples(dated("", "9/2019/QH14"), RELATION), max_size=3), DAYS)
def test_a_timeline_agrees_with_validity(
    law: dict[str, Any], period: tuple[int, int] | None, acts: list[tuple[dict[str, Any], Relation]], on: date
) -> None:
    document = Document(**law, period=period)
    actors = [Document(**{**values, "id": f"luat/2019/{i}", "relations": (act,)}) for i, (values, act) in enumerate(acts)]
    corpus = Corpus([document, *actors])
    found = timeline(corpus, document)
    assert found[0][0] == date.min
    assert [day for day, _ in found] == sorted({day for day, _ in found})
    assert all(before[1] != after[1] for before, after in pairwise(found))
    assert [status for day, status in found if day <= on][-1] == validity(corpus, document, on).status


def test_the_shipped_corpus_agrees_on_every_day_of_change(library: Library) -> None:
    for document in library.corpus:
        found = timeline(library.corpus, document)
        for day, status in found[1:]:
            assert validity(library.corpus, document, day).status == status
            assert validity(library.corpus, document, day - timedelta(days=1)).status != status
