"""Sphinx settings: Markdown pages, Vietnamese, nothing fetched from the network."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dan_van import __version__

project = "dan_van"
version = release = __version__
language = "vi"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"dan_van {release}"
html_copy_source = False
html_show_copyright = False

sys.path.insert(0, str(Path(__file__).resolve().parent))

import rule_pages  # noqa: E402
from sphinx.search import languages  # noqa: E402
from vietnamese_search import SearchVietnamese  # noqa: E402

languages["vi"] = SearchVietnamese
rule_pages.write()
