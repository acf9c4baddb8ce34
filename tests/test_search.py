from __future__ import annotations

import json
import shutil
import threading
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from dan_van import FileProblem, Library
from dan_van.corpus import in_force
from dan_van.search import Filters, IndexBusy, fields
from dan_van.search.analysis import tokens
from dan_van.search.snippets import snippet
from dan_van.search.store import Store
from dan_van.text import strip_marks
from tests.conftest import ROOT

DAY = date(2026, 11, 23)

# what a clerk types, the document that must be among the first three
QUERIES = [
    ("giám sát phản biện", "quyet-dinh/2013/217-qd-tw"),
    ("góp ý xây dựng Đảng", "quyet-dinh/2013/218-qd-tw"),
    ("luật tiếp cận thông tin", "luat/2026/01-2026-qh16"),
    ("tiếp công dân", "luat/2013/42-2013-qh13"),
    ("chủ tịch xã tiếp công dân mấy ngày một tháng", "luat/2025/136-2025-qh15"),
    ("nhiệm vụ của trưởng thôn", "nghi-dinh/2026/185-2026-nd-cp"),
    ("hương ước quy ước", "nghi-dinh/2023/61-2023-nd-cp"),
    ("cải cách hành chính 2021 - 2030", "nghi-quyet/2021/76-nq-cp"),
    ("công tác văn thư", "nghi-dinh/2020/30-2020-nd-cp"),
    ("sắp xếp thôn, tổ dân phố", "chi-thi/2026/21-ct-ttg"),
    ("học tập tư tưởng đạo đức Hồ Chí Minh", "chi-thi/2016/05-ct-tw"),
    ("quy chế công tác dân vận", "quyet-dinh/2021/23-qd-tw"),
]


def first(library: Library, text: str, count: int = 3) -> list[str]:
    return [hit.document for hit in library.search(text, limit=count).hits]


@pytest.mark.parametrize(("text", "document"), QUERIES)
def test_words_find_their_document(library: Library, text: str, document: str) -> None:
    assert document in first(library, text)


def clerk_questions() -> list[tuple[str, str]]:
    lines = (ROOT / "tests" / "cases" / "clerk_questions.tsv").read_text("utf-8").splitlines()
    return [(text, document) for text, document in (line.split("\t") for line in lines if not line.startswith("#"))]


@pytest.mark.parametrize(("text", "document"), clerk_questions())
def test_what_a_clerk_types_finds_it_in_the_first_five(library: Library, text: str, document: str) -> None:
    assert document in first(library, text, 5)


@pytest.mark.parametrize(("text", "document"), [*QUERIES, *clerk_questions()])
def test_without_marks_too(library: Library, text: str, document: str) -> None:
    assert document in first(library, strip_marks(text), 5)


@pytest.mark.parametrize(("text", "document"), QUERIES)
def test_spelling_forms_find_the_same(library: Library, text: str, document: str) -> None:
    plain = library.search(text, limit=50)
    for form in (unicodedata.normalize("NFD", text), text.upper(), f"  {text} "):
        assert library.search(form, limit=50) == plain
    if "hóa" in text or "hòa" in text:
        assert library.search(text.replace("hóa", "hoá").replace("hòa", "hoà"), limit=50) == plain


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("33/CT-TTg", "chi-thi/2021/33-ct-ttg"),
        ("CT 33", "chi-thi/2021/33-ct-ttg"),
        ("chỉ thị 33", "chi-thi/2021/33-ct-ttg"),
        ("chi thi so 33", "chi-thi/2021/33-ct-ttg"),
        ("33/ct-ttg", "chi-thi/2021/33-ct-ttg"),
        ("763/QĐ-TU", "quyet-dinh/2021/763-qd-tu--tinh-thanh-hoa"),
        ("nghị định 30/2020", "nghi-dinh/2020/30-2020-nd-cp"),
        ("10/2022/QH15", "luat/2022/10-2022-qh15"),
        ("KL 114", "ket-luan/khong-ro/114-kl-tw"),
        ("9086/BNV-CTTN&BĐG", "cong-van/2025/9086-bnv-cttn-bdg"),
    ],
)
def test_a_symbol_goes_straight_to_its_document(library: Library, typed: str, document: str) -> None:
    hits = library.search(typed).hits
    assert hits[0].document == document
    assert hits[0].reason == "code"


def test_documents_that_mention_a_symbol_come_after(library: Library) -> None:
    hits = library.search("33/CT-TTg", limit=50).hits
    assert [hit.reason for hit in hits] == ["code", *("mention" for _ in hits[1:])]
    assert "ke-hoach/2023/102-kh-ubnd--tinh-thanh-hoa" in [hit.document for hit in hits[1:]]


def test_bodies_that_differ_by_a_letter_stay_apart(library: Library) -> None:
    hits = library.search("03-CTr/BDVTU-BCSĐUBND").hits
    assert [hit.document for hit in hits if hit.reason == "code"] == ["chuong-trinh/2022/03-ctr-bdvtu-bcsdubnd--tinh-thanh-hoa"]


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("dân vậm", "dân vận"),
        ("dan vam", "dân vận"),
        ("dân vấn", "dân vận"),
        ("giám sátt", "giám sát"),
        ("giam satt", "giám sát"),
        ("huong uok", "hương ước"),
        ("khieu nayi", "khiếu nại"),
    ],
)
def test_nothing_found_suggests_the_better_spelling_first(library: Library, text: str, suggested: str) -> None:
    results = library.search(text)
    assert (results.total, results.hits) == (0, ())
    assert results.suggestions[0] == suggested


def test_nothing_found_suggests_what_is_found(library: Library) -> None:
    suggestions = library.search("nham").suggestions
    assert suggestions
    assert all(library.search(spelling).total for spelling in suggestions)


@pytest.mark.parametrize(
    ("text", "year", "kind"),
    [("luật 2026", 2026, "luat"), ("quyet dinh 2021", 2021, "quyet-dinh"), ("Kế hoạch 2023", 2023, "ke-hoach")],
)
def test_a_type_and_a_year(library: Library, text: str, year: int, kind: str) -> None:
    found = [library.get(hit.document) for hit in library.search(text, limit=50).hits]
    assert found
    assert {(document.year, document.type) for document in found} == {(year, kind)}


@pytest.mark.parametrize("text", ["45/CT-TTg", "chỉ thị 4567"])
def test_an_unknown_symbol_is_said_to_be_unknown(library: Library, text: str) -> None:
    assert library.search(text).total == 0


@pytest.mark.parametrize("text", ["", "   ", "?!", "“”", "*", "a" * 5000, "{{ 7*7 }}", "NOT AND OR", "-"])
def test_strange_questions_are_answered(library: Library, text: str) -> None:
    library.search(text)


def test_filters(library: Library) -> None:
    everything = library.search("công tác dân vận", limit=100)
    for filters, keeps in (
        (Filters(type="quyet-dinh"), lambda d: d.type == "quyet-dinh"),
        (Filters(issuer="bo-chinh-tri"), lambda d: "bo-chinh-tri" in d.issuers),
        (Filters(year=2021), lambda d: d.year == 2021),
        (Filters(in_force=True, on=DAY), lambda d: in_force(library.corpus, d, DAY)),
    ):
        found = library.search("công tác dân vận", filters, 100)
        assert 0 < found.total < everything.total
        assert all(keeps(library.get(hit.document)) for hit in found.hits)


def test_what_has_ended_is_found_below_what_stands(library: Library) -> None:
    hits = library.search("Luật Tiếp cận thông tin", Filters(on=DAY)).hits
    assert hits[0].document == "luat/2026/01-2026-qh16"
    ended = next(hit for hit in hits if hit.document == "luat/2016/104-2016-qh13")
    assert ended.status == "het-hieu-luc"


def test_the_status_of_a_hit_is_that_of_the_day_asked_for(library: Library) -> None:
    hits = library.search("Luật Tiếp cận thông tin", Filters(on=date(2026, 8, 31))).hits
    assert {hit.document: hit.status for hit in hits[:2]} == {
        "luat/2016/104-2016-qh13": "con-hieu-luc",
        "luat/2026/01-2026-qh16": "chua-co-hieu-luc",
    }
    standing = library.search("Luật Tiếp cận thông tin", Filters(in_force=True, on=date(2026, 8, 31)), 50).hits
    assert "luat/2026/01-2026-qh16" not in {hit.document for hit in standing}
    ended = library.search("100/KH-UBND", Filters(on=DAY)).hits[0]
    assert ended.status == "co-quan-da-giai-the"


def test_what_only_our_notes_tell_weighs_less_than_a_title(library: Library) -> None:
    assert first(library, "giám sát phản biện", 2) == ["quyet-dinh/2013/217-qd-tw", "thong-tu/2016/337-2016-tt-btc"]
    assert first(library, "kinh phí giám sát phản biện", 1) == ["thong-tu/2016/337-2016-tt-btc"]


def test_a_phrase_in_quotes_must_stand_together(library: Library) -> None:
    loose, strict = library.search("phản biện giám sát", limit=99), library.search('"phản biện giám sát"', limit=99)
    assert strict.total < loose.total


def test_snippets_mark_the_words_as_written(library: Library) -> None:
    hit = library.search("giam sat phan bien").hits[0]
    assert "**giám sát**" in hit.snippet
    assert "**phản biện**" in hit.snippet


@pytest.mark.parametrize(
    ("text", "question", "shown"),
    [
        ("Uỷ ban nhân dân xã", "ủy ban", "**Uỷ ban** nhân dân xã"),
        ("UBND xã", "ủy ban nhân dân", "**UBND** xã"),
        ("Vận động dân; dân vận khéo", "vận", "**Vận** động dân; dân **vận** khéo"),
        ("van vận", "vận", "van **vận**"),
        ("", "gì", ""),
        ("một hai", "ba", "một hai"),
    ],
)
def test_snippet(text: str, question: str, shown: str) -> None:
    assert snippet(text, set(tokens(question))) == shown


def test_a_long_text_is_cut_around_the_densest_place() -> None:
    text = "chữ " * 100 + "giám sát và phản biện " + "chữ " * 100
    shown = snippet(text, {"giám", "sát", "phản", "biện"}, 12)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "**giám sát** và **phản biện**" in shown


# --- the index on disk -------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Library:
    shutil.copytree(ROOT / "corpus" / "luat", tmp_path / "kho" / "luat")
    return Library.open([tmp_path / "kho"], [ROOT / "templates"], tmp_path / "chỉ mục")


def test_the_first_search_builds_and_a_change_is_taken_in(small: Library) -> None:
    assert small.index_status().manifest is None
    assert small.search("tiếp công dân").total > 0
    assert small.index_status().current
    before = small.index_status().manifest
    (next((small.layers[0].folder).rglob("42-2013-qh13.md"))).unlink()
    assert not small.index_status().current
    assert "luat/2013/42-2013-qh13" not in first(small, "Luật Tiếp công dân", 20)
    after = small.index_status().manifest
    assert before is not None
    assert after is not None
    assert after.documents == before.documents - 1
    assert [path.name for path in small.index_folder.glob("build-*")] == [after.folder]


def test_an_index_of_another_schema_is_rebuilt(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    small.build_index()
    monkeypatch.setattr(fields, "VERSION", fields.VERSION + 1)
    assert not small.index_status().current
    assert small.search("tiếp công dân").total > 0
    assert small.index_status().current


@pytest.mark.parametrize("damage", ["manifest", "folder", "half", "missing", "cut"])
def test_a_damaged_index_is_rebuilt(small: Library, damage: str) -> None:
    manifest = small.build_index()
    if damage == "manifest":
        (small.index_folder / "manifest.json").write_text("{hỏng", "utf-8")
    elif damage == "folder":
        shutil.rmtree(small.index_folder / manifest.folder)
    elif damage == "half":
        (small.index_folder / "build-000000000000").mkdir()
    else:
        for path in (small.index_folder / manifest.folder).iterdir():
            if damage == "missing" or path.suffix in (".npz", ".trm"):
                path.unlink() if damage == "missing" else path.write_bytes(path.read_bytes()[:50])
    assert small.search("tiếp công dân").total > 0


def test_a_failed_build_leaves_the_old_index(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = small.build_index()

    def full_disk(self: Store, manifest: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "put_in_place", full_disk)
    with pytest.raises(FileProblem, match="Không ghi được chỉ mục"):
        small.build_index()
    monkeypatch.undo()
    assert small.index_status().manifest == before
    assert [path.name for path in small.index_folder.glob("build-*")] == [before.folder]


def test_two_builders_do_not_meet(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, finish = threading.Event(), threading.Event()
    original = Store.put_in_place

    def slow(self: Store, manifest: object) -> None:
        inside.set()
        finish.wait(10)
        original(self, manifest)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "put_in_place", slow)
    small._index.engine.patience = 0.1
    builder = threading.Thread(target=small.build_index)
    builder.start()
    assert inside.wait(10)
    try:
        with pytest.raises(IndexBusy, match="đang ghi chỉ mục"):
            small.build_index()
    finally:
        finish.set()
        builder.join()
    assert small.index_status().current


def test_the_manifest_says_what_was_built(small: Library) -> None:
    small.build_index()
    values = json.loads((small.index_folder / "manifest.json").read_text("utf-8"))
    assert values["documents"] == len(small.corpus)
    assert values["mark"]["corpus_digest"] == small.corpus.digest()
