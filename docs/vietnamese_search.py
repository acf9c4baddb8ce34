"""The search box of these pages: words are found with or without their marks (``dân vận``, ``dan van``)."""

from __future__ import annotations

from sphinx.search import SearchLanguage

from dan_van.text import fold


class SearchVietnamese(SearchLanguage):
    """Bare words in the index, and in what is typed; no word is left out."""

    lang = "vi"
    language_name = "Vietnamese"
    js_stemmer_code = """
class Stemmer {
  stemWord(word) {
    return word.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").replace(/đ/g, "d");
  }
}
"""

    def stem(self, word: str) -> str:
        """The bare word."""
        return fold(word)
