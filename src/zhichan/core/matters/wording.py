"""How limits, sources and parts of a procedure are said (期限与依据的写法): for pages, guides and exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import LABELS, Part
from zhichan.core.matters.procedure import OPENED, Kind, Mark, Procedure, Source, Within

MARKS: dict[Mark, tuple[str, Promise]] = {
    Mark.VERIFIED: ("ok", gettext_lazy("已核对")),
    Mark.VERIFIED_PART: ("warn", gettext_lazy("部分核对")),
    Mark.MEMORY: ("warn", gettext_lazy("依据待核")),
    Mark.LOCAL: ("idle", gettext_lazy("本地约定")),
}
"""Status kind and words of each mark."""
_UNITS: dict[Unit, Promise] = {
    Unit.HOUR: gettext_lazy("%(amount)d 小时"),
    Unit.WORKING_DAY: gettext_lazy("%(amount)d 个工作日"),
    Unit.CALENDAR_DAY: gettext_lazy("%(amount)d 日（自然日）"),
    Unit.MONTH: gettext_lazy("%(amount)d 个月"),
    Unit.YEAR: gettext_lazy("%(amount)d 年"),
}
_KINDS: dict[Kind, Promise] = {
    Kind.TEXT: gettext_lazy("一行文字"),
    Kind.LONG_TEXT: gettext_lazy("文字说明"),
    Kind.DAY: gettext_lazy("日期"),
    Kind.INSTANT: gettext_lazy("日期和时刻"),
    Kind.MONEY: gettext_lazy("金额（元）"),
    Kind.NUMBER: gettext_lazy("数字"),
    Kind.CHOICE: gettext_lazy("选一项"),
    Kind.YES_NO: gettext_lazy("是或否"),
    Kind.PEOPLE: gettext_lazy("办案人员"),
}


@dataclass(frozen=True)
class SaidSource:
    """A source in words, with the status its mark is shown as."""

    text: str
    kind: str
    mark: str


@dataclass(frozen=True)
class SaidLimit:
    """A limit in words. ``details``: what is excluded, extended, promised, and when it holds."""

    name: str
    text: str
    details: tuple[str, ...]
    promised: str
    source: SaidSource
    moves: tuple[str, ...] = ()


def said_source(source: Source) -> SaidSource:
    kind, mark = MARKS[source.mark]
    return SaidSource(f"{source.title}{source.article}", kind, str(mark))


def amount_text(limit: Limit) -> str:
    """``15 个工作日``."""
    return str(_UNITS[limit.unit]) % {"amount": limit.amount}


def limit_text(procedure: Procedure, within: Within) -> str:
    """``自“决定受理”起 45 个工作日内``; counted backwards ``“听证日期”之前至少 7 个工作日``."""
    words = {"since": since_text(procedure, within.since), "amount": amount_text(within.limit)}
    if within.limit.backwards:
        return _("%(since)s之前至少 %(amount)s") % words
    return _("自%(since)s起 %(amount)s内") % words


def since_text(procedure: Procedure, since: str) -> str:
    """What a limit is counted from: the opening, a move, or a day that a form asks for."""
    if since == OPENED:
        return _("登记")
    labels = {field.name: field.label for field in procedure.opening}
    labels.update((field.name, field.label) for move in procedure.moves for field in move.form)
    labels.update((move.name, move.label) for move in procedure.moves)
    return _("“%(what)s”") % {"what": labels[since]}


def said_limit(procedure: Procedure, within: Within, moves: Iterable[str] = ()) -> SaidLimit:
    promised = amount_text(within.promised) if within.promised else ""
    return SaidLimit(
        within.name,
        limit_text(procedure, within),
        tuple(_details(procedure, within)),
        promised,
        said_source(within.basis),
        tuple(moves),
    )


def _details(procedure: Procedure, within: Within) -> Iterable[str]:
    if within.when:
        yield _("仅在%(condition)s时") % {"condition": _condition(procedure, *within.when)}
    if within.excludes:
        yield _("不计入：%(kinds)s") % {"kinds": "、".join(within.excludes)}
    for one in within.extensions:
        words = {"move": procedure.move(one.move).label, "n": one.times}
        if one.limit is None:
            yield _("经“%(move)s”可以延长到决定的日期，至多 %(n)d 次") % words
        else:
            words["amount"] = amount_text(one.limit)
            yield _("经“%(move)s”可以延长 %(amount)s，至多 %(n)d 次") % words
    if within.limit.roll is Roll.NONE:
        yield _("期满日逢休息日不顺延")
    if within.bars and within.basis.mark is Mark.VERIFIED:
        yield _("逾期不得再办")
    elif within.bars:
        yield _("依据写明逾期不得再办；核对之前只提醒，不拒绝")


def _condition(procedure: Procedure, name: str, value: str) -> str:
    """A field and the value it was given, in the words of the form."""
    forms = (procedure.opening, *(move.form for move in procedure.moves))
    field = next(field for form in forms for field in form if field.name == name)
    choices = {**dict(field.choices), "yes": _("是"), "no": _("否")}
    return _("“%(field)s”为“%(value)s”") % {"field": field.label, "value": choices.get(value, value)}


def parts_text(names: Iterable[str]) -> str:
    """The parts that may take a step: ``当事人、办案机构``."""
    return "、".join(str(LABELS[Part(name)]) for name in names)


def kind_text(kind: Kind) -> str:
    """What a field of a form takes."""
    return str(_KINDS[kind])
