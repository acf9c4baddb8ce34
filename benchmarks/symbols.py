"""Symbols in real texts: does each that is found read and print back as written, and what looks like one and is not taken?

``python benchmarks/symbols.py [FOLDER] [--sample 3000]``: reads every document of the folder (default: the laws beside the project), takes a fixed
random sample of full citations, and prints the commonest shapes of what has digits, a separator and letters and was left out.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path

from dan_van import readers
from dan_van.citations import Form, scan
from dan_van.codes import CodeError, read
from dan_van.text import clean, collapse_spaces

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "vbpl-docx"
_LIKE = re.compile(
    r"(?<![\w/.\-])[0-9]{1,6}[a-zđ]?\s?[/–-]\s?(?:(?:19|20)[0-9]{2}\s?[/–-]\s?)?[A-ZĐ][\w&.]*(?:[-/–][A-ZĐ][\w&.]*)*"
)
_WRITTEN = re.compile(r"[0-9OoIl]+(?:\.[0-9]+)?[a-zđ]?\s*[/–-]\s*\S.*", re.DOTALL)


def shape(symbol: str) -> str:
    """A symbol with its digits as 9 and its unit letters kept: what kind of writing it is."""
    return re.sub(r"[0-9]+", "9", collapse_spaces(symbol))


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT)
    parser.add_argument("--sample", type=int, default=3000)
    asked = parser.parse_args()
    symbols: list[tuple[str, str]] = []
    left_out: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for path in sorted(asked.folder.iterdir()):
        text = readers.read(path).text
        found = scan(text)
        for citation in found:
            if citation.form is Form.FULL and citation.code is not None:
                symbols.append((citation.text, str(citation.code)))
        taken = [(c.span.start, c.span.end) for c in found]
        for match in _LIKE.finditer(text):
            if not any(low <= match.start() < high for low, high in taken):
                left_out[shape(match.group())] += 1
                examples.setdefault(
                    shape(match.group()),
                    f"{path.stem}: …{collapse_spaces(text[max(0, match.start() - 40) : match.end() + 20])}…",
                )
    random.Random(4).shuffle(symbols)
    sample = symbols[: asked.sample]
    wrong = [row for row in sample if not _prints_back(*row)]
    print(
        f"{len(symbols)} citations with a symbol; {len(sample)} tried; {len(sample) - len(wrong)} read and print back as written"
    )
    for text, code in wrong[:40]:
        print(f"  {collapse_spaces(text)[:100]}  →  {code}")
    print(f"left out: {sum(left_out.values())} of {len(left_out)} shapes")
    for form, count in left_out.most_common(30):
        print(f"  {count:5}  {form:30}  {examples[form]}")


def _prints_back(text: str, code: str) -> bool:
    """Whether the symbol is in the words as it prints, spaces aside, and reads as itself."""
    try:
        reading = read(code)
    except CodeError:
        return False
    bare = re.sub(r"\s", "", clean(text))
    return str(reading.code) == code and (
        code in bare or (bool(_WRITTEN.search(text)) and code.casefold() in bare.replace("–", "-").casefold())
    )


if __name__ == "__main__":
    main()
