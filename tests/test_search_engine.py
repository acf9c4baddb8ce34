"""What any search engine must do (the protocol's conformance suite), and what ours promises besides."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query
from whoosh.filedb.filestore import FileStorage

from dan_van import FileProblem, Library
from dan_van.search import Engine, Entry, Filters, IndexBusy, Indexed, WhooshEngine, fields, postings, writing
from dan_van.search.scoring import Flat, Searched, best_first, terms
from dan_van.search.store import MappedStorage
from dan_van.search.vocabulary import Vocabulary
from dan_van.text import strip_marks
from tests.conftest import ROOT

ENGINES: dict[str, Callable[[Path], Engine]] = {"whoosh": WhooshEngine}
ALWAYS = (("0001-01-01", None),)
WORDS = [
    "dân",
    "vận",
    "khéo",
    "thôn",
    "xã",
    "giám",
    "sát",
    "phản",
    "biện",
    "hòa",
    "giải",
    "khiếu",
    "nại",
    "tố",
    "cáo",
    "tiếp",
    "công",
    "an",
    "ninh",
    "đất",
    "đai",
    "họp",
    "bàn",
    "quyết",
    "định",
]


def document(name: str, *texts: str, heading: str = "", **given: object) -> Indexed:
    """A document of a few provisions."""
    entries = [Entry(name, None, heading, "", "", shown=heading)]
    entries += [Entry(f"{name}#dieu-{n}", f"dieu-{n}", text.split(".")[0], heading, text) for n, text in enumerate(texts, 1)]
    values = {
        "type": "luat",
        "issuers": ("quoc-hoi",),
        "year": 2020,
        "code": None,
        "title": heading,
        "standings": ALWAYS,
    } | given
    return Indexed(name, entries=tuple(entries), **values)  # type: ignore[arg-type]


LAND = document("luat/2024/31", "Thu hồi đất. Nhà nước thu hồi đất khi cần.", "Bồi thường về đất.", heading="Luật Đất đai",
                code="31/2024/QH15", year=2024)  # fmt: skip
PEACE = document("luat/2013/35", "Tổ hòa giải. Hòa giải viên do dân bầu.", "Hòa giải tranh chấp đất đai.", heading="Luật Hòa giải ở cơ sở",
                 code="35/2013/QH13", year=2013)  # fmt: skip
PLAN = document(
    "ke-hoach/2026/9",
    "Công tác dân vận khéo.",
    heading="Kế hoạch công tác dân vận",
    type="ke-hoach",
    issuers=("ubnd-xa",),
    year=2026,
)


@pytest.fixture(params=ENGINES, name="engine")
def _engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    engine = ENGINES[request.param](tmp_path / "chỉ mục có dấu")
    engine.build([LAND, PEACE, PLAN])
    return engine


def found(engine: Engine, question: str, filters: Filters = Filters()) -> list[str]:
    return [hit.document for hit in engine.search(question, filters, 50).hits]


def test_it_finds_documents_and_their_best_provision(engine: Engine) -> None:
    hit = engine.search("tổ hòa giải").hits[0]
    assert (hit.document, hit.provision, hit.title) == ("luat/2013/35", "dieu-1", "Luật Hòa giải ở cơ sở")
    assert "**" in hit.snippet
    assert found(engine, "dân vận khéo") == ["ke-hoach/2026/9"]


def test_documents_are_grouped_with_their_other_provisions(engine: Engine) -> None:
    hits = engine.search("đất").hits
    assert [hit.document for hit in hits] == ["luat/2024/31", "luat/2013/35"]
    assert {hits[0].provision, *(other.provision for other in hits[0].others)} >= {"dieu-1", "dieu-2"}
    assert all(other.opening for other in hits[0].others)


def test_marks_case_form_and_tone_do_not_matter(engine: Engine) -> None:
    for form in (
        strip_marks,
        str.upper,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("hòa", "hoà"),
    ):
        assert found(engine, form("tổ hòa giải"))[0] == "luat/2013/35"
    assert engine.search("to hoa giai").read_as == "tổ hòa giải"
    assert engine.search("tổ hòa giải").read_as is None


def test_filters(engine: Engine) -> None:
    assert found(engine, "đất", Filters(year=2013)) == ["luat/2013/35"]
    assert found(engine, "dân", Filters(type="ke-hoach")) == ["ke-hoach/2026/9"]
    assert found(engine, "dân", Filters(issuer="quoc-hoi")) == ["luat/2013/35"]
    assert found(engine, "năm:2013") == ["luat/2013/35"]
    assert found(engine, "dân", Filters(type="nghi-dinh")) == []


def test_conditions(engine: Engine) -> None:
    assert found(engine, "hòa giải AND đất đai") == ["luat/2013/35"]
    assert set(found(engine, "hòa giải OR dân vận")) == {"luat/2013/35", "ke-hoach/2026/9"}
    assert found(engine, "đất -giải") == ["luat/2024/31"]
    assert found(engine, '"thu hồi đất"') == ["luat/2024/31"]
    assert found(engine, '"đất thu hồi"') == []
    assert set(found(engine, "tieu-de:dat-dai")) == {"luat/2024/31", "luat/2013/35"}  # a law's title, and a provision's


def test_a_symbol_and_a_provision_go_straight_there(engine: Engine) -> None:
    assert [(hit.document, hit.reason) for hit in engine.search("35/2013/QH13").hits] == [("luat/2013/35", "code")]
    hit = engine.search("Điều 2 Luật 35/2013").hits[0]
    assert (hit.document, hit.provision) == ("luat/2013/35", "dieu-2")
    hit = engine.search("Điều 2 Luật Đất đai").hits[0]
    assert (hit.document, hit.provision) == ("luat/2024/31", "dieu-2")
    assert engine.search("99/2013/QH13").hits == ()
    assert engine.search("35/2019/QH14").suggestions == ("35/2013/QH13",)


def test_what_has_ended_comes_below_and_can_be_left_out(engine: Engine) -> None:
    old = document("luat/2003/13", "Thu hồi đất. Nhà nước thu hồi đất khi cần.", heading="Luật Đất đai", year=2003,
                   standings=(("0001-01-01", "con-hieu-luc"), ("2014-07-01", "het-hieu-luc")))  # fmt: skip
    new = document("luat/2024/31", "Thu hồi đất. Nhà nước thu hồi đất khi cần.", heading="Luật Đất đai", year=2024,
                   standings=(("0001-01-01", "chua-co-hieu-luc"), ("2024-08-01", "con-hieu-luc")))  # fmt: skip
    engine.add([old, new])
    now, then = date(2026, 1, 1), date(2010, 1, 1)
    assert found(engine, "thu hồi đất", Filters(on=now))[:2] == ["luat/2024/31", "luat/2003/13"]
    assert found(engine, "thu hồi đất", Filters(on=now, in_force=True)) == ["luat/2024/31"]
    assert found(engine, "thu hồi đất", Filters(on=then, in_force=True)) == ["luat/2003/13"]


def test_adding_takes_the_place_of_what_was_there(engine: Engine) -> None:
    engine.add([document("luat/2013/35", "Điều mới về trồng rừng.", heading="Luật khác")])
    assert found(engine, "tổ hòa giải") == []
    assert found(engine, "trồng rừng") == ["luat/2013/35"]
    assert engine.status().documents == 3
    status = engine.add([document("luat/2000/1", "Chăn nuôi trâu bò.")], ["luat/2013/35", "không có"])
    assert status.documents == 3
    assert found(engine, "trồng rừng") == []
    assert found(engine, "trâu bò") == ["luat/2000/1"]


def test_removing(engine: Engine) -> None:
    assert engine.remove(["luat/2013/35", "không có"]).documents == 2
    assert found(engine, "hòa giải") == []
    engine.remove(["luat/2024/31", "ke-hoach/2026/9"])
    assert engine.status().documents == 0
    assert engine.search("đất").hits == ()
    engine.add([PLAN])
    assert found(engine, "dân vận") == ["ke-hoach/2026/9"]


def test_ties_are_stable(engine: Engine) -> None:
    engine.build([document(f"luat/2000/{n}", "Cùng một lời văn.") for n in range(30)])
    first = found(engine, "cùng một lời văn")
    assert len(first) == 30
    assert first == found(engine, "cùng một lời văn")


def test_suggestions(engine: Engine) -> None:
    assert engine.suggest("35/20") == ("35/2013/QH13",)
    assert engine.suggest("luat hoa g") == ("Luật Hòa giải ở cơ sở",)
    assert engine.suggest("luật 31") == ("31/2024/QH15",)
    assert engine.suggest("") == engine.suggest("zzz") == ()
    assert engine.search("hòa giảii").suggestions == ("hòa giải",)


@pytest.mark.parametrize("question", ["", " ", "?!", "“”", '"', "a" * 5000, "NOT AND OR", "-", "()", "đ " * 400, "loại:", "\0"])
def test_strange_questions_are_answered(engine: Engine, question: str) -> None:
    engine.search(question)
    engine.suggest(question)


def test_an_empty_index_answers(engine: Engine) -> None:
    assert engine.build([]).documents == 0
    assert engine.search("dân vận").total == 0
    assert engine.suggest("d") == ()


# What ours promises besides --------------------------------------------------------------------------------------------


def test_no_index_is_said(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "trống")
    assert engine.status().documents == 0
    with pytest.raises(FileProblem, match="dan-van index build"):
        engine.search("dân vận")


def opened(engine: WhooshEngine) -> Any:
    """The Whoosh index that an engine has in place."""
    manifest = engine.manifest()
    assert manifest is not None
    return MappedStorage(engine.store.folder / manifest.folder).open_index()


def random_documents(count: int, seed: int = 1) -> list[Indexed]:
    chance = random.Random(seed)
    return [
        document(f"luat/2000/{n}", *(" ".join(chance.choices(WORDS, k=chance.randint(5, 60))) + "." for _ in range(3)))
        for n in range(count)
    ]


def test_the_fast_way_finds_what_whoosh_finds(tmp_path: Path) -> None:
    """Flat arrays give every entry the score that Whoosh's own searcher gives it, in several segments and with deletions."""
    engine = WhooshEngine(tmp_path)
    engine.build(random_documents(40))
    engine.add(random_documents(8, 2)[4:], ["luat/2000/3"])
    index = opened(engine)
    assert len(index._segments()) > 1
    searched = Searched(index.reader())
    with index.searcher(weighting=Flat()) as searcher:
        for words in (["dân", "vận", "khéo"], ["đất"], ["giám", "sát", "phản", "biện", "xã"], ["không", "có"]):
            asked = query.Or([query.Term(field, term, boost=boost) for field, term, boost in terms(words)])
            slow = {hit.docnum: hit.score for hit in searcher.search(asked, limit=None)}
            fast = searched.bag(words)
            fast[searched.postings.gone] = 0
            assert {int(entry) for entry in np.flatnonzero(fast)} == set(slow)
            assert all(abs(fast[entry] - score) < 1e-3 * score for entry, score in slow.items())
            if slow:
                assert float(fast[best_first(fast, 1)[0]]) == pytest.approx(max(slow.values()), rel=1e-3)


def test_postings_read_through_matchers_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = WhooshEngine(tmp_path)
    engine.build(random_documents(30))
    reader = opened(engine).reader()
    fast = postings.Postings(reader)
    monkeypatch.setattr(postings, "_flat", lambda leaf: None)
    slow = postings.Postings(reader)
    for field, term in [("written", word) for word in [*WORDS, "không"]] + [("pairs", "dan_van"), ("type", "luat")]:
        one, other = fast.of(field, term), slow.of(field, term)
        assert one.entries.tolist() == other.entries.tolist()
        assert one.steps.tolist() == other.steps.tolist()
        assert fast.frequency(field, term) == slow.frequency(field, term) == len(one.entries)


def test_an_index_in_whooshs_own_format_gives_the_same_ranking(tmp_path: Path) -> None:
    """The codec is only a way to lie on disk."""
    documents = random_documents(30)
    engine = WhooshEngine(tmp_path / "ours")
    engine.build(documents)
    (tmp_path / "theirs").mkdir()
    index = FileStorage(str(tmp_path / "theirs")).create_index(fields.schema())
    writer = index.writer()
    for one in documents:
        for values, _ in writing.values_of(one):
            writer.add_document(**values)
    writer.commit()
    theirs = Searched(MappedStorage(tmp_path / "theirs").open_index().reader())
    ours = Searched(opened(engine).reader())
    for words in (["dân", "vận", "khéo"], ["giám", "sát", "xã"]):
        assert np.allclose(ours.bag(words), theirs.bag(words), rtol=1e-3)


def test_words_are_read_with_the_marks_the_corpus_has() -> None:
    words = ["", "dân", "vận", "dẫn", "văn", "khéo", "công", "tác"]
    text = [
        "dân",
        "vận",
        "khéo",
        "",
        "công",
        "tác",
        "dân",
        "vận",
        "",
        "dẫn",
        "",
        "văn",
        "",
        "công",
        "tác",
        "dân",
        "vận",
        "khéo",
    ]
    known = Vocabulary.learn(words, np.array([words.index(word) for word in text], np.int32))
    assert [next(iter(reading)) for reading in known.restore(["cong", "tac", "dan", "van", "kheo"])] == [
        "công",
        "tác",
        "dân",
        "vận",
        "khéo",
    ]
    assert next(iter(known.restore(["công", "tác", "dan"])[2])) == "dân"  # among marked ones, what the corpus does not write
    assert [list(reading) for reading in known.restore(["dân", "vận", "lạ"])] == [["dân"], ["vận"], ["lạ"]]
    both = known + known
    assert both.count("dân") == 2 * known.count("dân")
    assert both.forms("dan") == known.forms("dan") == ["dân", "dẫn"]
    assert known.restore([]) == []


# Two processes, and sudden ends ----------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from tests.test_search_engine import states
from dan_van.search import WhooshEngine
engine = WhooshEngine(Path(sys.argv[1]))
print("ready", flush=True)
step = int((engine.manifest().mark if engine.manifest() else {}).get("step", 0))
while True:
    step += 1
    kind, documents, removed = states(step)
    if kind == "build":
        engine.build(documents, {"step": str(step)})
    else:
        engine.add(documents, removed, {"step": str(step)})
"""

HOLDER = """
import sys
from pathlib import Path
from dan_van.search import WhooshEngine
with WhooshEngine(Path(sys.argv[1])).writing():
    print("ready", flush=True)
    sys.stdin.read()
"""


def states(step: int) -> tuple[str, list[Indexed], list[str]]:
    """What the writer does at each step: a build of ten documents, then nine changes of one each."""
    if step % 10 == 1:
        return (
            "build",
            [document(f"luat/2000/{n}", f"Lần {step}. Văn bản đời {step // 10}.", heading="Luật") for n in range(10)],
            [],
        )
    if step % 2:
        return "add", [], [f"luat/2000/{step % 10}"]
    return "add", [document(f"luat/2001/{step}", f"Thêm lần {step}.", heading="Luật thêm")], []


def expected(step: int) -> set[str]:
    """The documents there are after a step."""
    held: set[str] = set()
    for number in range((step - 1) // 10 * 10 + 1, step + 1):
        kind, documents, removed = states(number)
        held = (set() if kind == "build" else held) | {one.id for one in documents}
        held -= set(removed)
    return held


@pytest.mark.slow
def test_killed_at_any_moment_the_old_or_the_new_index_stands(tmp_path: Path) -> None:
    """Thirty times ``kill -9`` at random moments of building and adding."""
    chance = random.Random(5)
    folder = tmp_path / "chỉ mục"
    reader = WhooshEngine(folder)
    steps = []
    for _ in range(30):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.random() * 0.3)
        child.kill()
        child.wait()
        child.stdout.close()
        manifest = reader.manifest()
        if manifest is None:  # killed before the first build was done
            assert not steps
            continue
        step = int(manifest.mark["step"])
        steps.append(step)
        assert {hit.document for hit in reader.search("luật", limit=200).hits} == expected(step)
        assert reader.status().documents == len(expected(step))
    assert steps == sorted(steps)
    assert len(set(steps)) > 5  # the moments differ, on a busy machine too
    reader.remove(["không có"])  # the next writer finds no lock and clears what the killed ones left
    assert len(list(folder.glob("build-*"))) == 1


def test_a_second_writer_waits_or_says_who_is_writing(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.build([LAND])
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(IndexBusy, match=f"tiến trình {child.pid} "):
            WhooshEngine(tmp_path, patience=0).remove(["không có"])
        waiting = threading.Thread(target=WhooshEngine(tmp_path, patience=20).add, args=([PLAN],))
        waiting.start()
        child.stdin.close()
        waiting.join()
    assert found(engine, "dân vận") == ["ke-hoach/2026/9"]


def test_readers_never_see_half(tmp_path: Path) -> None:
    """Readers ask while a writer changes the index all the time: each answer is one whole state."""
    engine = WhooshEngine(tmp_path)
    engine.build(states(1)[1], {"step": "1"})
    wholes = [expected(step) for step in range(1, 200)]
    stop, wrong = threading.Event(), []

    def read() -> None:
        reader = WhooshEngine(tmp_path)
        while not stop.is_set():
            held = {hit.document for hit in reader.search("luật", limit=200).hits}
            if held not in wholes:
                wrong.append(held)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for step in range(2, 25):
            kind, documents, removed = states(step)
            if kind == "build":
                engine.build(documents)
            else:
                engine.add(documents, removed)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_a_folder_that_knows_no_links_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", no_links)
    engine = WhooshEngine(tmp_path)
    engine.build([LAND, PEACE])
    engine.add([PLAN])
    assert found(engine, "dân vận") == ["ke-hoach/2026/9"]
    assert found(engine, "tổ hòa giải") == ["luat/2013/35"]


# In step with the corpus ------------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Library:
    """A library over the shipped corpus and a layer of the office's own."""
    (tmp_path / "kho").mkdir()
    library = Library.open([ROOT / "corpus", tmp_path / "kho"], [ROOT / "templates"], tmp_path / "chỉ mục")
    library.build_index()
    return library


def plan(library: Library, number: int, relations: str = "[]") -> Path:
    path = library.layers[1].folder / "ke-hoach" / "2026" / f"{number}-kh-ubnd--xa-thu.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\ncode: {number}/KH-UBND\ntype: ke-hoach\nsubject: trồng cây ven đường liên thôn\nissuer: null\nissued: 2026-02-03\n"
        f"signer: null\nstatus: null\nrelations: {relations}\ntext: full\nsource: {{name: tệp của xã, confidence: A}}\n---\n\n1. Mỗi hộ trồng hai cây.\n",
        "utf-8",
    )
    return path


def test_one_new_file_is_added_not_everything_built_anew(office: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WhooshEngine, "build", lambda *_: pytest.fail("built anew"))
    path = plan(office, 5)
    assert [hit.document for hit in office.search("trồng cây ven đường").hits][:1] == ["ke-hoach/2026/5-kh-ubnd--xa-thu"]
    assert office.index_status().current
    manifest = json.loads((office.index_folder / "manifest.json").read_text("utf-8"))
    assert manifest["mark"]["corpus_digest"] == Library.open([layer.folder for layer in office.layers]).corpus.digest()
    path.unlink()
    assert office.search("trồng cây ven đường").total == 0


def test_what_a_new_file_ends_is_shown_as_ended(office: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WhooshEngine, "build", lambda *_: pytest.fail("built anew"))
    identity = "ke-hoach/2026/5-kh-ubnd--xa-thu"
    plan(office, 5)

    def status() -> str | None:
        hits = office.search("5/KH-UBND", Filters(on=date(2026, 11, 23))).hits
        return next(hit.status for hit in hits if hit.document == identity)

    before = status()
    path = plan(office, 6, f"[{{kind: bai-bo, target: {identity}, effective: 2026-03-01}}]")
    assert (before, status()) == (None, "het-hieu-luc")
    path.unlink()
    assert status() is None


def test_the_index_kept_in_step_is_the_index_built_anew(office: Library, tmp_path: Path) -> None:
    for number in (5, 6, 7):
        plan(office, number)
        office.search("trồng cây")
    plan(office, 6).unlink()
    office.search("trồng cây")
    anew = Library.open([layer.folder for layer in office.layers], [ROOT / "templates"], tmp_path / "mới")
    for question in ("trồng cây ven đường", "dân vận", "giám sát phản biện", "7/KH-UBND"):
        one, other = office.search(question, limit=50), anew.search(question, limit=50)
        assert [(hit.document, hit.provision, hit.status) for hit in one.hits] == [
            (hit.document, hit.provision, hit.status) for hit in other.hits
        ]


def test_while_another_writes_the_old_index_answers_and_says_so(office: Library) -> None:
    plan(office, 5)
    other = WhooshEngine(office.index_folder)
    inside, finish = threading.Event(), threading.Event()

    def write() -> None:
        with other.writing():
            inside.set()
            finish.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    assert inside.wait(10)
    office._index.engine.patience = 0
    try:
        results = office.search("dân vận")
    finally:
        finish.set()
        writer.join()
    assert results.total > 0
    assert (results.partial, results.missing) == (True, ("ke-hoach/2026/5-kh-ubnd--xa-thu",))
    assert not office.search("dân vận").partial


@pytest.mark.parametrize("damage", [b"", b"\x80garbage", b"\x80\x05N."])
def test_a_damaged_catalogue_only_costs_a_build(office: Library, damage: bytes) -> None:
    (office.index_folder / "catalogue.pickle").write_bytes(damage)
    plan(office, 5)
    assert office.search("trồng cây ven đường").total == 1
    assert office.index_status().current
