from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dan_van import ContentError, Library
from dan_van.drafting import html, markdown
from tests.conftest import ROOT, Ran
from tests.docx_text import paragraphs


class Page(HTMLParser):
    """Paragraphs and tags of a page."""

    VOID = ("meta", "br", "col", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.paragraphs: list[str] = []
        self.unbalanced = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "p":
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        self.unbalanced |= not self.open or self.open.pop() != tag

    def handle_data(self, data: str) -> None:
        if "p" in self.open:
            self.paragraphs[-1] += data


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    assert not page.unbalanced
    assert not page.open
    return page


def made(library: Library, desk: Path, body: str = "Nội dung.", **fields: str) -> Path:
    values = {"type": "ke-hoach", "subject": "Thử", "recipients": "[Các thôn]", **fields}
    path = desk / "a.md"
    path.write_text("---\n" + "".join(f"{k}: {v}\n" for k, v in values.items()) + f"---\n{body}\n", "utf-8")
    return library.draft(path, force=True).docx


EXAMPLES = [
    "examples/ke-hoach-chi-thi-33.md",
    *(str(p.relative_to(ROOT)) for p in sorted((ROOT / "templates").glob("*/example.md"))),
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_holds_every_paragraph_once_and_in_order(library: Library, desk: Path, example: str) -> None:
    shutil.copy(ROOT / example, desk)
    docx = library.draft(desk / Path(example).name).docx
    page = read(html.page(docx.read_bytes()))
    assert [" ".join(text.split()) for text in page.paragraphs if text.strip()] == paragraphs(docx)


def test_it_looks_like_the_paper(library: Library, desk: Path) -> None:
    text = html.page(made(library, desk, "# Mục\n\n| A | B |\n| --- | ---: |\n| 1 | 2 |\n\nHết.").read_bytes())
    assert re.search(r"width: 595\.30pt; min-height: 841\.90pt", text)
    body = re.search(r"\.s-DVNoiDung \{([^}]*)\}", text)
    assert body
    assert {"font-size: 14pt", "text-align: justify"} <= {one.strip() for one in body[1].split(";")}
    assert re.search(r"\.s-DVQuocHieu \{[^}]*font-weight: bold", text)
    assert '"Times New Roman"' in text
    page = read(text)
    assert sum(tag == "table" for tag, _ in page.tags) == 3
    assert [attributes["class"] for tag, attributes in page.tags if tag == "table" and "class" in attributes] == ["ruled"]
    assert any(tag == "thead" for tag, _ in page.tags)
    assert "border-top" in text


def test_text_is_never_markup_and_nothing_is_fetched(library: Library, desk: Path) -> None:
    body = 'HĐND & UBND <b>xã</b> <script>alert(1)</script> "trích" </style><img src=x onerror=y>'
    text = html.page(made(library, desk, body, subject="'</title><script>x</script>'").read_bytes())
    page = read(text)
    assert "HĐND & UBND <b>xã</b> <script>alert(1)</script>" in "".join(page.paragraphs)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "iframe", "b", "img", "base"}
    assert not [
        value
        for _, attributes in page.tags
        for key, value in attributes.items()
        if key in ("src", "href") or key.startswith("on")
    ]
    assert not re.search(r"https?://|url\(|@import", text)
    assert "default-src 'none'" in text


def test_what_is_no_docx_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="không phải tệp Word"):
        html.page(b"PK khong phai")


def test_line_breaks_and_tabs_are_kept(library: Library, desk: Path) -> None:
    text = html.page(made(library, desk, "một\\\nhai\n\nba\tbốn").read_bytes())
    assert "một<br>hai" in text
    assert "ba\tbốn" in text


def test_the_same_input_gives_the_same_page(library: Library, desk: Path) -> None:
    docx = made(library, desk)
    assert html.page(docx.read_bytes()) == html.page(docx.read_bytes())


def test_the_markdown_is_read_back_like_the_docx(library: Library, desk: Path) -> None:
    docx = made(
        library,
        desk,
        "# Mục đích\n\n1. Việc *một*.\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\nHết.",
        number="5",
        issued="2026-02-05",
    )
    text = markdown.write(docx)
    assert text.name == "a.van-ban.md"
    one, other = library.propose(docx), library.propose(text)
    for key in ("code", "type", "subject", "issued", "issuer_name", "place"):
        assert one.values.get(key) == other.values.get(key), key
    assert one.values["code"] == "05/KH-UBND"
    assert one.body == other.body
    assert one.identity == other.identity


def test_from_the_command_line(dan_van: Callable[..., Ran], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    shutil.copy(ROOT / "templates/ke-hoach/example.md", "a.md")
    ran = dan_van("draft", "a.md", "--html", "--markdown")
    assert ran.status == 0, ran.err
    assert "Đã soạn a.docx, a.html và a.van-ban.md" in ran.out
    assert dan_van("draft", "a.md", "--html").status == 2
    assert dan_van("draft", "a.md", "--html", "--force", "--json").status == 0
