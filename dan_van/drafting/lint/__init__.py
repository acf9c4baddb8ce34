"""Checking a template before it is used: tags, names, values, and what the filled page would look like."""
