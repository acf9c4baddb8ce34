"""Values read as text against a JSON Schema: typed by it, checked by it, every fault said in Vietnamese at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any

from dan_van import dates
from dan_van.frontmatter import FrontMatter, Path
from dan_van.model import Finding, Place, Severity
from dan_van.saying import said

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

Schema = Mapping[str, Any]


@cache
def shipped(name: str) -> dict[str, Any]:
    """A schema of ``dan_van/data`` by its file name."""
    loaded: dict[str, Any] = json.loads((files("dan_van") / "data" / name).read_text("utf-8"))
    return loaded


def typed(value: Any, schema: Schema, root: Schema | None = None) -> Any:
    """The value with integers and booleans where the schema asks for them; what cannot be read stays text."""
    root = schema if root is None else root
    if "$ref" in schema:
        return typed(value, _resolve(schema["$ref"], root), root)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        return {key: typed(item, properties.get(key, {}), root) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item, schema.get("items", {}), root) for item in value]
    wanted = schema.get("type", ())
    wanted = (wanted,) if isinstance(wanted, str) else wanted
    if isinstance(value, str) and "string" not in wanted:
        if "integer" in wanted and re.fullmatch(r"-?\d{1,15}", value, re.ASCII):
            return int(value)
        if "boolean" in wanted and value.lower() in _BOOLEANS:
            return _BOOLEANS[value.lower()]
    return value


_BOOLEANS = {"true": True, "false": False, "có": True, "không": False, "yes": True, "no": False}


def validate(read: FrontMatter, schema: Schema, file: str | None = None) -> tuple[dict[str, Any], list[Finding]]:
    """Typed values and every fault, each with its line, in the file's order."""
    values = typed(read.values, schema)
    found = [*read.findings]
    faulty: set[Path] = set()
    for error in chain.from_iterable(map(_inside, _validator_of(schema).iter_errors(values))):
        path = tuple(error.absolute_path)
        if error.validator in ("required", "additionalProperties") or path not in faulty:  # one fault a value is enough
            found.extend(_findings(error, read, schema, file))
        faulty.add(path)
    return values, sorted(found, key=lambda finding: finding.place.line or 0)


def _inside(error: ValidationError) -> Iterator[ValidationError]:
    """Of a value that may be of several kinds, the faults of the kind that it is; else the error itself."""
    kind = "object" if isinstance(error.instance, dict) else "array" if isinstance(error.instance, list) else None
    wanted: Any = error.validator_value
    of_kind = [place for place, one in enumerate(wanted) if one.get("type") == kind] if error.context and kind else []
    within = [one for one in error.context or () if one.relative_schema_path[0] in of_kind[:1]]
    yield from within or [error]


def _validator_of(schema: Schema) -> Validator:
    """The validator of a schema; the schema at hand is known without writing it out, a thousand rows have the same."""
    known = _LATEST.get(id(schema))
    if known is None or known[0] is not schema:
        if len(_LATEST) >= _KEPT:
            _LATEST.clear()
        known = _LATEST[id(schema)] = (schema, _validator(json.dumps(schema, sort_keys=True)))
    return known[1]


_KEPT = 32
_LATEST: dict[int, tuple[Schema, Validator]] = {}
"""By identity; the schema stands beside its validator, so no other can come to have its id."""


@cache
def _validator(schema: str) -> Validator:
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(json.loads(schema), format_checker=FormatChecker(["date"]))


def _findings(error: ValidationError, read: FrontMatter, schema: Schema, file: str | None) -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    wanted: Schema = error.schema if isinstance(error.schema, dict) else {}
    names = [(path, _message(error, _label(path, schema)))]
    if error.validator == "required":
        missing = (*path, error.message.split("'")[1])  # one error a name; the library gives it in the message only
        names = [(missing, said("Thiếu trường {field}.", field=_label(missing, schema)))]
    elif error.validator == "additionalProperties" and isinstance(error.instance, dict):
        extra = [name for name in error.instance if name not in wanted.get("properties", {})]
        names = [((*path, name), _unknown(name, wanted)) for name in extra]
    for where, message in names:
        yield Finding("phan-dau", Severity.ERROR, message, Place(file, read.line_of(where)), _remedy(error, wanted))


def _message(error: ValidationError, field: str) -> str:
    value = error.instance
    if value is None and error.validator in ("enum", "type", "oneOf", "anyOf"):
        return said("{field} chưa điền.", field=field)
    shown = said("trống") if value is None else f"“{value}”" if isinstance(value, str) else said("không đúng dạng")
    match error.validator:
        case "enum":
            return said("{field}: {value} không phải giá trị được dùng.", field=field, value=shown)
        case "format" if _day(error) is None:
            return said("{field}: {value} không phải ngày có trong lịch.", field=field, value=shown)
        case "format" | "pattern":
            return said("{field}: {value} viết không đúng dạng.", field=field, value=shown)
        case "minLength" | "minItems":
            return said("{field} chưa điền.", field=field)
        case "uniqueItems":
            return said("{field}: có mục ghi hai lần.", field=field)
        case "type" | "oneOf" | "anyOf":
            return said("{field}: giá trị {value} không đúng kiểu.", field=field, value=shown)
        case _:
            return said("{field}: giá trị {value} không hợp lệ.", field=field, value=shown)


def _remedy(error: ValidationError, wanted: Schema) -> str | None:
    if error.validator == "enum":
        return said("Dùng một trong: {values}.", values=", ".join(str(value) for value in wanted["enum"]))
    of_day = wanted.get("format") == "date" or str(wanted.get("pattern", "")).startswith(_YEAR_FIRST)
    if error.validator in ("format", "pattern") and of_day and (day := _day(error)):
        return said("Viết năm-tháng-ngày: {day}.", day=day)
    if error.validator in ("format", "pattern") and wanted.get("format") == "date":
        return said("Viết năm-tháng-ngày, ví dụ 2026-11-23; chưa biết thì ghi null.")
    if error.validator == "uniqueItems":
        return said("Bỏ bớt mục trùng.")
    examples = wanted.get("examples")
    if examples and error.validator in ("pattern", "type", "oneOf", "anyOf", "minLength", "minItems"):
        return said("Ví dụ: {example}.", example=_shown(examples[0]))
    return None


_YEAR_FIRST = ("^[0-9]{4}", r"^\d{4}")
"""How the pattern of a day begins."""


def _day(error: ValidationError) -> str | None:
    """The day that a value means when it is only written in another way (``16/11/2026``)."""
    value = error.instance
    day = dates.iso(value) if isinstance(value, str) else None
    return day if day != value else None


def _shown(example: Any) -> str:
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _label(path: Path, schema: Schema) -> str:
    """How a field is called before a clerk: its title and its key."""
    node: Schema = schema
    title = ""
    for step in path:
        node = _resolve(node["$ref"], schema) if "$ref" in node and "properties" not in node else node
        node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
        title = node.get("title", title)
    key = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
    return f"“{title}” ({key})" if title else f"“{key}”"


def _unknown(name: str, schema: Schema) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, list(schema.get("properties", {})), n=1)
    if close:
        return said("Không có trường tên “{name}”. Có phải “{meant}”?", name=name, meant=close[0])
    return said("Không có trường tên “{name}”.", name=name)


def _resolve(reference: str, root: Schema) -> Schema:
    node: Any = root
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    resolved: Schema = node
    return resolved
