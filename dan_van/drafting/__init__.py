"""Drafting: a draft and a template make a DOCX."""

from dan_van.drafting.render import Drafted, draft

__all__ = ["Drafted", "draft"]
