"""Files of an office → text: one reader a format, chosen by content."""

from dan_van.readers.content import Content, UnreadableFile
from dan_van.readers.read import read

__all__ = ["Content", "UnreadableFile", "read"]
