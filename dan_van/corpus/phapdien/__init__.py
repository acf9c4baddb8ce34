"""The state's codification (Bộ pháp điển điện tử, offline package) → corpus files, document by document."""

from dan_van.corpus.phapdien.importer import ImportReport, import_package

__all__ = ["ImportReport", "import_package"]
