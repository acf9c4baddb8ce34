"""What the tags of one part say, followed name by name: unknown names and filters, ways into Python, values as printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, nodes

from dan_van.drafting.lint import values as lint_values
from dan_van.drafting.lint.lookup import ABSENT, member, near, path, paths
from dan_van.drafting.lint.values import Possible, Shape
from dan_van.model import Severity
from dan_van.text import nfc, slug

Values = list[Possible] | None
"""The values an expression may have; None when nothing is known of them."""
Report = Callable[[str, Severity, int, str, str | None], None]
"""Rule, severity, line of the tag, message, remedy."""

_INSIDE = frozenset({"mro", "func_globals", "func_code", "gi_frame", "gi_code", "cr_frame", "cr_code", "f_globals", "f_locals"})
_GLOBALS = frozenset(
    {"range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop", "self", "caller", "varargs", "kwargs"}
)
_MEANT = {
    "viet_hoa": "upper", "in_hoa": "upper", "hoa": "upper", "viet_thuong": "lower", "in_thuong": "lower", "thuong": "lower",
    "mac_dinh": "default", "noi": "join", "so_luong": "length", "dem": "length", "tong": "sum", "sap_xep": "sort", "lam_tron": "round",
    "so_tien": "so", "tien": "so", "dinh_dang_so": "so", "ngay_thang": "ngay", "dinh_dang_ngay": "ngay",
}  # fmt: skip
_PRINTS_AS_IT_IS = frozenset({"e", "escape", "forceescape", "string", "trim"})
_MOST = 500
_INDEX = re.compile(r"\[\d+\]")
_ITEM = re.compile(r"\[\d+\]|“[^”]*”")


@dataclass(slots=True)
class Names:
    """Walks a parsed part. ``data``: the values there are; ``known``: names that will be there (None: any may)."""

    environment: Environment
    data: Mapping[str, Any] | None
    known: Collection[str] | None
    report: Report
    prefixes: Mapping[int, str]
    used: set[str] = field(default_factory=set)
    emptied: set[int] = field(default_factory=set)
    _scopes: list[dict[str, Values]] = field(default_factory=lambda: [{}])
    _guarded: list[set[str]] = field(default_factory=list)
    _live: bool = True
    _missing: dict[str, tuple[int, int]] = field(default_factory=dict)
    _said: dict[tuple[str, int, str], _Said] = field(default_factory=dict)

    def walk(self, template: nodes.Template) -> None:
        """Follow a whole part, then report the names that nothing gives."""
        for child in template.body:
            self._statement(child)
        for said in self._said.values():
            more = f" Còn {len(said.items) - 1} mục khác như vậy." if len(said.items) > 1 else ""
            self.report(said.rule, said.severity, said.line, said.message + more, said.remedy)
        for name, (line, count) in self._missing.items():
            choices = sorted({*(self.data or ()), *(self.known or ())})
            more = f" (cả thảy {count} chỗ trong phần này)" if count > 1 else ""
            message = f"Không có trường tên “{name}”{more}.{near(name, choices)}"
            shown = (
                f"Các trường có: {', '.join(choices[:12])}{'…' if len(choices) > 12 else ''}." if choices else "Dữ liệu trống."
            )
            self.report("truong-la", Severity.ERROR, line, message, shown)

    def _statement(self, node: nodes.Node) -> None:
        match node:
            case nodes.Output():
                for each in node.nodes:
                    if not isinstance(each, nodes.TemplateData):
                        self._print(each)
            case nodes.For():
                self._for(node)
            case nodes.If():
                self._if(node)
            case nodes.Assign():
                self._bind(node.target, self._values(node.node))
            case nodes.AssignBlock():
                self._bind(node.target, None)
                self._inside({}, node.body)
            case nodes.Macro() | nodes.CallBlock():
                if isinstance(node, nodes.CallBlock):
                    self._values(node.call)
                else:
                    self._scopes[-1][node.name] = None
                self._inside({argument.name: None for argument in node.args}, node.body)
            case nodes.With():
                names = {
                    t.name: self._values(v) for t, v in zip(node.targets, node.values, strict=True) if isinstance(t, nodes.Name)
                }
                self._inside(names, node.body)
            case nodes.FilterBlock():
                self._filter(node.filter)
                self._inside({}, node.body)
            case _:
                self._children(node)

    def _children(self, node: nodes.Node) -> None:
        """What a node of no interest of its own holds."""
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self._values(child)
            else:
                self._statement(child)

    def _inside(self, names: dict[str, Values], body: Iterable[nodes.Node]) -> None:
        self._scopes.append(names)
        for child in body:
            self._statement(child)
        self._scopes.pop()

    def _for(self, node: nodes.For) -> None:
        lists = self._values(node.iter)
        items: Values = None
        if lists is not None and all(isinstance(each.value, list | tuple) for each in lists):
            items = [Possible(f"{each.name}[{index}]", item) for each in lists for index, item in enumerate(each.value, 1)][
                :_MOST
            ]
            if not items and self._live:
                self.emptied.add(node.lineno)
        elif lists is not None and isinstance(node.target, nodes.Name):
            for each in lists:
                if each.value is None or isinstance(each.value, str | int | float):
                    kind = "chưa có giá trị (null)" if each.value is None else "không phải danh sách"
                    self._say("lap-sai", Severity.ERROR, node.lineno, f"{each.name} {kind} nên không lặp được.", None)
        live = self._live
        self._live = live and items != []
        self._scopes.append({"loop": None})
        self._bind(node.target, items)
        if node.test:
            self._values(node.test)
            self._guarded.append(paths(node.test))
        for child in node.body:
            self._statement(child)
        if node.test:
            self._guarded.pop()
        self._scopes.pop()
        self._live = live and not items
        self._inside({}, node.else_)
        self._live = live

    def _if(self, node: nodes.If) -> None:
        self._guarded.append(paths(node.test))
        truth = self._truth(node.test)
        live = self._live
        self._live = live and truth is not False
        if truth is False and live:
            self.emptied.add(node.lineno)
        for child in node.body:
            self._statement(child)
        self._guarded.pop()
        self._live = live and truth is not True
        for child in (*node.elif_, *node.else_):
            self._statement(child)
        self._live = live

    def _truth(self, test: nodes.Node) -> bool | None:
        """Whether a condition holds for the data; None when that cannot be told. What is not reached is not complained of."""
        match test:
            case nodes.Not():
                inner = self._truth(test.node)
                return None if inner is None else not inner
            case nodes.And() | nodes.Or():
                decisive = isinstance(test, nodes.Or)
                first, live = self._truth(test.left), self._live
                self._live = live and first is not decisive
                second = self._truth(test.right)
                self._live = live
                if decisive in (first, second):
                    return decisive
                return None if None in (first, second) else not decisive
            case nodes.Test(node=nodes.Name(name=name), name="defined" | "undefined" as wanted) if self.data is not None:
                there = name in self.data or any(name in scope for scope in self._scopes)
                return there == (wanted == "defined")
            case _:
                return self._truth_of(self._values(test))

    def _truth_of(self, values: Values) -> bool | None:
        if not values or any(isinstance(each.value, Shape) for each in values):
            return None
        found = {bool(each.value) for each in values}
        return found.pop() if len(found) == 1 else None

    def _quiet(self, node: nodes.Node) -> Values:
        live, self._live = self._live, False
        values = self._values(node)
        self._live = live
        return values

    def _print(self, node: nodes.Expr) -> None:
        bare, escaped = node, True
        while (
            isinstance(bare, nodes.Filter) and bare.node is not None and (bare.name in _PRINTS_AS_IT_IS or bare.name == "safe")
        ):
            escaped = escaped and bare.name != "safe"
            self._known_filter(bare)
            bare = bare.node
        values = self._values(bare)
        if not self._live or (isinstance(bare, nodes.Name | nodes.Getattr | nodes.Getitem) and self._is_guarded(bare, values)):
            return
        prefix = self.prefixes.get(node.lineno, "")
        for possible in (values or ())[:_MOST]:
            for rule, severity, message, remedy in lint_values.faults(possible, prefix, escaped=escaped):
                self._say(rule, severity, node.lineno, message, remedy)

    def _is_guarded(self, node: nodes.Expr, values: Values) -> bool:
        own = path(node)
        return (
            own is not None and any(own in guarded for guarded in self._guarded) and any(p.value is None for p in values or ())
        )

    def _bind(self, target: nodes.Node, values: Values) -> None:
        if isinstance(target, nodes.Name):
            self._scopes[-1][target.name] = values
        elif isinstance(target, nodes.Tuple):
            for item in target.items:
                self._bind(item, None)

    def _values(self, node: nodes.Node) -> Values:
        match node:
            case nodes.Const():
                return [Possible(f"“{node.value}”", node.value)]
            case nodes.List():
                items = [self._values(item) for item in node.items]
                flat = [each[0].value if each and len(each) == 1 else Shape.ANY for each in items]
                return [Possible("danh sách", flat)]
            case nodes.Name():
                return self._name(node)
            case nodes.Getattr():
                return self._attribute(node, self._values(node.node), node.attr)
            case nodes.Getitem(arg=nodes.Const(value=str() | int() as key)):
                return self._attribute(node, self._values(node.node), key)
            case nodes.Filter():
                return self._filter(node)
            case nodes.Test():
                return self._test(node)
            case nodes.And() | nodes.Or():
                self._truth(node)
                return None
            case nodes.CondExpr():
                first = self._values(node.expr1)
                second = self._values(node.expr2) if node.expr2 else None
                self._values(node.test)
                return None if first is None or second is None else first + second
            case _:
                self._children(node)
                return None

    def _name(self, node: nodes.Name) -> Values:
        name = nfc(node.name)
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        self.used.add(name)
        if self.data is not None and name in self.data:
            return [Possible(name, self.data[name])]
        open_ended = self.data is None and self.known is None
        if open_ended or name in _GLOBALS or name in (self.known or ()) or name in self.environment.globals:
            return None
        if self._live or self.known is not None:
            line, count = self._missing.get(name, (node.lineno, 0))
            self._missing[name] = (line, count + 1)
        return None

    def _attribute(self, node: nodes.Getattr | nodes.Getitem, values: Values, key: str | int) -> Values:
        if isinstance(key, str) and (key.startswith("_") or key in _INSIDE):
            self._python(node.lineno, key)
            return None
        if values is None:
            return None
        found: list[Possible] = []
        for each in values:
            shown = f"{each.name}[{key + 1}]" if isinstance(key, int) else f"{each.name}.{key}"
            value = member(each.value, key)
            if value is not ABSENT:
                found.append(Possible(shown, value))
            elif self._live and not self._path_guarded(node):
                self._absent(node.lineno, each, key)
        return found or None

    def _path_guarded(self, node: nodes.Expr) -> bool:
        own = path(node)
        return own is not None and any(own in guarded for guarded in self._guarded)

    def _absent(self, line: int, holder: Possible, key: str | int) -> None:
        if holder.value is None:
            message, remedy = (
                f"{holder.name} chưa có giá trị (null) nên không có “{key}”.",
                "Điền giá trị, hoặc để trong {% if %}.",
            )
        elif isinstance(holder.value, dict):
            message = f"{holder.name} không có trường “{key}”.{near(str(key), holder.value)}"
            remedy = f"Các trường có: {', '.join(map(str, holder.value))}."
        else:
            message, remedy = f"{holder.name} không có “{key}”.", "Xem lại tên trong thẻ."
        self._say("truong-la", Severity.ERROR, line, message, remedy)

    def _filter(self, node: nodes.Filter) -> Values:
        values = self._values(node.node) if node.node is not None and node.name not in ("default", "d") else None
        if node.node is not None and node.name in ("default", "d"):
            values = self._default(node)
        for child in (*node.args, *(pair.value for pair in node.kwargs)):
            self._values(child)
        first = node.args[0] if node.args else None
        if node.name == "attr" and isinstance(first, nodes.Const) and str(first.value).startswith("_"):
            self._python(node.lineno, str(first.value))
        self._known_filter(node)
        return values if node.name in _PRINTS_AS_IT_IS or node.name in ("default", "d", "safe") else None

    def _known_filter(self, node: nodes.Filter) -> None:
        if node.name not in self.environment.filters:
            meant = _MEANT.get(slug(node.name).replace("-", "_"))
            hint = f" Có phải “{meant}”?" if meant else near(node.name, self.environment.filters)
            self._say(
                "bo-loc-la", Severity.ERROR, node.lineno, f"Không có bộ lọc “{node.name}” (phần sau dấu |).{hint}", "Sửa tên bộ lọc, hoặc bỏ từ dấu | trở đi."
            )  # fmt: skip

    def _default(self, node: nodes.Filter) -> Values:
        """A missing name is what ``default`` is for; null stays null unless it is told to replace that too."""
        before = dict(self._missing)
        values = self._quiet(node.node) if node.node is not None else None
        self._missing = before
        replaces = len(node.args) > 1 or any(pair.key == "boolean" for pair in node.kwargs)
        return None if replaces or values is None else values

    def _test(self, node: nodes.Test) -> Values:
        if node.name in ("defined", "undefined"):
            before = dict(self._missing)
            self._quiet(node.node)
            self._missing = before
        else:
            self._values(node.node)
        for child in node.args:
            self._values(child)
        if node.name not in self.environment.tests:
            self._say(
                "bo-loc-la",
                Severity.ERROR,
                node.lineno,
                f"Không có phép thử “is {node.name}”.{near(node.name, self.environment.tests)}",
                None,
            )
        return None

    def _python(self, line: int, name: str) -> None:
        if any(said.rule == "ruot-python" and said.line == line for said in self._said.values()):
            return
        self._say(
            "ruot-python", Severity.ERROR, line, f"Thẻ dùng “{name}”, là phần bên trong của Python chứ không phải dữ liệu; dan-van không cho chạy.",
            "Bỏ phần đó. Nếu mẫu do người lạ gửi thì không dùng mẫu này.",
        )  # fmt: skip

    def _say(self, rule: str, severity: Severity, line: int, message: str, remedy: str | None) -> None:
        """Note a fault; the same one in further items of a list is only counted."""
        same = _INDEX if rule == "truong-la" else _ITEM
        key = (rule, line, same.sub("", message))
        first = self._said.setdefault(key, _Said(rule, severity, line, message, remedy))
        first.items.add(message)


@dataclass(slots=True)
class _Said:
    """One fault, as it was first met, and every wording of it."""

    rule: str
    severity: Severity
    line: int
    message: str
    remedy: str | None
    items: set[str] = field(default_factory=set)
