"""Builds ``templates/<name>/template.docx`` and ``schema.yaml``: ``python -m dan_van.drafting.build``.

``paper.yaml`` says what the paper is; every size, margin and style comes from :mod:`dan_van.layout`; the parts are written
here in full, so a document carries only the styles it uses. Output is byte for byte the same each time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dan_van import resources
from dan_van.drafting import papers
from dan_van.drafting.building import page as build_page
from dan_van.drafting.building import parts as build_parts
from dan_van.drafting.building import styles as build_styles
from dan_van.errors import DanVanError
from dan_van.layout import forms


def build(folder: Path, target: Path | None = None) -> list[Path]:
    """Build every paper below ``folder`` into ``target`` (the same folder); returns the files written. Raises ContentError."""
    written = []
    for source in sorted(folder.glob(f"*/{papers.PAPER}")):
        schema = papers.read(source.parent)
        place = (target or folder) / source.parent.name
        place.mkdir(parents=True, exist_ok=True)
        (place / "schema.yaml").write_text(papers.dump(schema), "utf-8", newline="\n")
        form = forms()[schema["x-layout"]]
        build_parts.write(place / "template.docx", build_page.document(form), build_styles.styles(form.family))
        written += [place / "schema.yaml", place / "template.docx"]
    return written


def main() -> None:
    """Write every template below the folder named, else the shipped ones."""
    destination = Path(sys.argv[1]) if len(sys.argv) > 1 else resources.shipped_folder("templates")
    try:
        for path in build(destination):
            print(path)
    except DanVanError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
