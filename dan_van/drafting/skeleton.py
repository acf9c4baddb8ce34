"""The commented skeleton of a draft, made from a template's schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dan_van.drafting.templates import Template
from dan_van.frontmatter import dump


def skeleton(template: Template) -> str:
    """A draft to fill in: every field with what it means and an example; optional ones are commented out."""
    required = set(template.schema.get("required", ()))
    lines = ["---", f"# {template.title}. Dòng bắt đầu bằng # là lời chỉ dẫn, xóa hay giữ đều được."]
    for key, field in template.schema.get("properties", {}).items():
        lines += ["", *_comment(field, key in required), *_entry(key, field, key in required)]
    lines += ["---", "", str(template.schema.get("x-body", "")).rstrip(), ""]
    return "\n".join(lines)


def example_text(field: dict[str, Any]) -> str | None:
    """``Ví dụ: …`` for a field, None when its schema has no example."""
    examples = field.get("examples")
    if not examples:
        return None
    shown = (
        "; ".join(_json(item) if isinstance(item, dict) else str(item) for item in example)
        if isinstance(example, list)
        else _json(example)
        if isinstance(example, dict)
        else str(example)
        for example in examples
    )
    return f"Ví dụ: {' hoặc '.join(shown)}"


def _comment(field: dict[str, Any], required: bool) -> Iterator[str]:
    must = "bắt buộc" if required else "có thể bỏ"
    yield f"# {field.get('title', '')} ({must}). {field.get('description', '')}".rstrip()
    if (text := example_text(field)) and not _groups(field):  # of groups the entry itself is the example
        yield f"# {text}"


def _groups(field: dict[str, Any]) -> list[dict[str, Any]]:
    """The example of a field that is a list of groups."""
    example = (field.get("examples") or [None])[0]
    return example if isinstance(example, list) and example and all(isinstance(item, dict) for item in example) else []


def _entry(key: str, field: dict[str, Any], required: bool) -> Iterator[str]:
    mark = "" if required else "# "
    if "const" in field:
        yield f"{key}: {field['const']}"
    elif groups := _groups(field):
        if required:
            yield f"{key}:"
            yield from _blanks(groups, field.get("items", {}))
            return
        written = dump({key: groups}).removeprefix("---\n").removesuffix("---\n")
        yield from (f"{mark}{line}" for line in written.splitlines())
    elif field.get("type") in ("array", ["array", "null"]):
        yield f"{mark}{key}:"
        yield from (f"{mark}  - {_scalar(item)}" for item in (field.get("examples") or [[]])[0] or [""])
    elif "properties" in field:
        yield f"{mark}{key}:"
        for name, inner in field["properties"].items():
            yield f"{mark}  {name}: {_scalar((inner.get('examples') or [''])[0])}"
    elif required:
        yield f"{key}: "
    else:
        yield f"# {key}: {_scalar((field.get('examples') or [''])[0])}"


def _blanks(groups: list[dict[str, Any]], items: dict[str, Any]) -> Iterator[str]:
    """Groups to fill in: what each part means once, what is wanted left empty, so that no example is ever signed."""
    required = set(items.get("required", ()))
    for number, group in enumerate(groups):
        lead = "  - "
        for name, inner in sorted(items.get("properties", {}).items(), key=lambda part: part[0] not in required):
            must = name in required
            if number == 0:
                words = (f"{inner.get('title', name)} ({'bắt buộc' if must else 'có thể bỏ'}).", inner.get("description"))
                indent = "  " if lead == "  - " else "    "
                yield f"{indent}# {' '.join(word for word in (*words, example_text(inner)) if word)}"
            if must or name == "name":  # posts are the law's, names are not
                yield f"{lead}{name}: {_scalar(group[name]) if name == 'position' and name in group else ''}"
                lead = "    "
            elif number == 0:
                yield f"    # {name}: {_scalar((inner.get('examples') or [''])[0])}"


def _scalar(value: Any) -> str:
    text = str(value)
    plain = text and text[0] not in "{[&*!|>'\"%@`#-?" and ": " not in text and " #" not in text
    return text if plain else "'" + text.replace("'", "''") + "'"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
