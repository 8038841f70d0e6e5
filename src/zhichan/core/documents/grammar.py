"""What may stand between braces in a template (占位符): names of fields, conditions, loops; nothing else.

A template may be an office's own, handed in as a file. So it is read as a syntax tree first, and anything
that is not on the short list below is refused: no call, no filter, no arithmetic, no subscript, no import.
What is left is run in jinja's sandbox, with neither globals nor filters, and can only print what it was
given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from zhichan.core.documents.fields import Field, FieldType

IS_DRAFT = "is_draft"
"""True while a document has neither number nor signature: its template shows where the seal will stand."""
CAPITALS = "_capitals"
MOST_NESTED = 2
_SIGNS = ("{{", "}}", "{%", "%}", "{#", "#}")


@dataclass(frozen=True)
class Fault:
    """What is wrong on which line of the text that was read."""

    line: int
    reason: str


@dataclass
class Reading:
    """A text read: its faults, and the keys of the fields it uses."""

    faults: list[Fault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


class Environment(ImmutableSandboxedEnvironment):
    """Keeps what it compiled, which is half the time a document takes."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self._compiled = lru_cache(maxsize=512)(super().from_string)

    def from_string(self, source: Any, *_arguments: Any) -> Template:
        return self._compiled(source)


@cache
def environment() -> Environment:
    """Jinja without anything to call; values are escaped, what is missing is an error."""
    made = Environment()
    for table in (made.filters, made.tests, made.globals):
        table.clear()
    return made


def read(text: str, fields: Sequence[Field]) -> Reading:
    """Read a text with placeholders against the fields it may name."""
    reading = Reading()
    try:
        tree = environment().parse(text)
        _Reader({one.key: one for one in fields}, reading).visit(tree, {}, 0)
    except TemplateSyntaxError as error:
        reason = _("占位符没有写完整：%(reason)s") % {"reason": error.message}
        reading.faults.append(Fault(error.lineno, reason))
    except RecursionError:
        reading.faults.append(Fault(1, _("条件套得太深")))
    return reading


class _Reader:
    """Walks the tree. ``scope``: the variables of loops, with the field each goes through."""

    def __init__(self, fields: Mapping[str, Field], reading: Reading) -> None:
        self.fields, self.reading = fields, reading

    def visit(self, node: nodes.Node, scope: Mapping[str, Field], depth: int) -> None:
        match node:
            case nodes.Template():
                self._each(node.body, scope, depth)
            case nodes.Output():
                self._each(node.nodes, scope, depth, printed=True)
            case nodes.If():
                self._condition(node.test, scope)
                self._each([*node.body, *node.elif_, *node.else_], scope, depth)
            case nodes.For():
                self._loop(node, scope, depth)
            case _:
                self._fault(node, _("模板里只能写填写项、条件和循环"))

    def _each(
        self, found: Sequence[nodes.Node], scope: Mapping[str, Field], depth: int, printed: bool = False
    ) -> None:
        for one in found:
            if printed:
                self._printed(one, scope)
            else:
                self.visit(one, scope, depth)

    def _printed(self, node: nodes.Node, scope: Mapping[str, Field]) -> None:
        match node:
            case nodes.TemplateData():
                for sign in _SIGNS:
                    if sign in node.data:
                        self._fault(node, _("有一个多余的 %(sign)s") % {"sign": sign})
            case nodes.Name():
                self._name_printed(node, scope)
            case nodes.Getattr(node=nodes.Name() as owner):
                self._cell_printed(node, owner.name, scope)
            case _:
                self._fault(node, _("花括号里只能写一个填写项的名称"))

    def _name_printed(self, node: nodes.Name, scope: Mapping[str, Field]) -> None:
        if node.name in scope:
            if scope[node.name].type is FieldType.TABLE:
                self._fault(node, _("%(name)s 是表格的一行，要写明哪一栏") % {"name": node.name})
            return
        field = self._field(node, node.name)
        if field and field.type is FieldType.YES_NO:
            self._fault(node, _("%(name)s 只能作条件，不能直接打印") % {"name": node.name})
        if field and field.type is FieldType.TABLE:
            self._fault(node, _("%(name)s 是表格，要逐行打印") % {"name": node.name})

    def _cell_printed(self, node: nodes.Getattr, owner: str, scope: Mapping[str, Field]) -> None:
        if owner == "loop" and node.attr == "index" and scope:
            return
        columns = {column.key for column in scope[owner].columns} if owner in scope else set()
        if node.attr not in columns:
            self._fault(node, _("没有这一栏：%(name)s") % {"name": f"{owner}.{node.attr}"})

    def _condition(self, node: nodes.Node, scope: Mapping[str, Field]) -> None:
        match node:
            case nodes.Not():
                self._condition(node.node, scope)
            case nodes.And() | nodes.Or():
                self._condition(node.left, scope)
                self._condition(node.right, scope)
            case nodes.Name():
                if node.name not in scope and node.name != IS_DRAFT:
                    self._field(node, node.name)
            case nodes.Getattr(node=nodes.Name() as owner):
                self._cell_printed(node, owner.name, scope)
            case nodes.Compare(expr=nodes.Name() as name, ops=[nodes.Operand(op="eq" | "ne") as operand]):
                self._compared(name, operand.expr)
            case _:
                self._fault(node, _("条件只能是填写项、与或非，或者与一个选项相比"))

    def _compared(self, name: nodes.Name, against: nodes.Node) -> None:
        field = self._field(name, name.name)
        if field is None:
            return
        if not isinstance(against, nodes.Const) or against.value not in field.choices:
            allowed = "、".join(field.choices) or _("它没有选项")
            self._fault(
                name, _("%(name)s 只能与它的选项相比：%(allowed)s") % {"name": name.name, "allowed": allowed}
            )

    def _loop(self, node: nodes.For, scope: Mapping[str, Field], depth: int) -> None:
        if not isinstance(node.iter, nodes.Name) or not isinstance(node.target, nodes.Name):
            self._fault(node, _("循环只能逐项走一个列表或表格"))
            return
        if node.test or node.else_ or node.recursive or depth >= MOST_NESTED:
            self._fault(node, _("循环不能带条件，也不能套得太深"))
            return
        field = self._field(node, node.iter.name)
        if field is None:
            return
        if field.type not in (FieldType.LIST, FieldType.TABLE):
            self._fault(node, _("%(name)s 不是列表或表格，不能循环") % {"name": field.key})
            return
        if node.target.name in self.fields or node.target.name in ("loop", IS_DRAFT):
            self._fault(node, _("循环里的名称 %(name)s 与填写项重名") % {"name": node.target.name})
            return
        self._each(node.body, {**scope, node.target.name: field}, depth + 1)

    def _field(self, node: nodes.Node, key: str) -> Field | None:
        """The field of a key; a key that is not there is a fault."""
        field = self.fields.get(key)
        if field is None and key.endswith(CAPITALS):
            money = self.fields.get(key.removesuffix(CAPITALS))
            field = money if money and money.type is FieldType.MONEY else None
        if field is None:
            self._fault(node, _("没有这个填写项：%(name)s") % {"name": key})
            return None
        self.reading.used.add(field.key)
        return field

    def _fault(self, node: nodes.Node, reason: str) -> None:
        self.reading.faults.append(Fault(node.lineno, reason))
