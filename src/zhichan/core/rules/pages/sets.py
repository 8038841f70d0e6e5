"""The rule sets there are, one with its parameters, and its worked cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, today
from zhichan.core.access.rights import may
from zhichan.core.rules.bands import Band
from zhichan.core.rules.cases import case_fields
from zhichan.core.rules.definition import RuleSet
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.models import LocalValue
from zhichan.core.rules.money import yuan_text
from zhichan.core.rules.pages.heading import heading, mark_of, parameter_label
from zhichan.core.rules.parameters import Dated, Local, Parameter, valued_on
from zhichan.core.rules.queries import confirmed_locals, values_visible_to
from zhichan.core.rules.rights import RULES_VIEW, VALUE_PROPOSE
from zhichan.core.rules.showing import facts_of
from zhichan.core.rules.summary import sets_on
from zhichan.core.rules.values import value_text
from zhichan.core.rules.wording import named
from zhichan.core.rules.worked import Worked, work


@page(RULES_VIEW)
def sets(request: HttpRequest) -> HttpResponse:
    """Every rule set, with what is not settled and what waits for a second person."""
    proposals = values_visible_to(actor_in(request)).filter(state=LocalValue.State.PROPOSED)
    waiting = list(proposals.values_list("rule_set", flat=True).order_by())
    lines = [(one, waiting.count(one.rule_set.name)) for one in sets_on(today())]
    return render(request, "rules/list.html", {"lines": lines})


@dataclass(frozen=True)
class Line:
    """One value of a parameter, as the table shows it. ``first``: the parameter's first line."""

    parameter: Parameter
    label: str
    is_first: bool
    text: str
    from_on: date
    until_on: date | None
    standing: tuple[str, str]
    source: str
    note: str
    checked_on: date | None
    mark: tuple[str, str]
    is_current: bool


@page(RULES_VIEW)
def parameters(request: HttpRequest, name: str) -> HttpResponse:
    """One set: each value of each parameter with its days, source and mark, and the local ones."""
    chosen, day, actor = rule_set(name), today(), actor_in(request)
    locals_ = confirmed_locals().get(name, [])
    rows = [(one, lines_of(chosen, one, locals_, day)) for one in chosen.parameters.values()]
    may_propose = may(actor, VALUE_PROPOSE)
    ours = {local.parameter for local in locals_}
    unsettled = [one for one, lines in rows if _is_unsettled(one, locals_, day)]
    context = {
        **heading(request, chosen, "system_rule"),
        "rows": [
            (one, lines, may_propose and (one.name in ours or one.may_be_set(day))) for one, lines in rows
        ],
        "proposals": [
            (row, parameter_label(chosen, row))
            for row in values_visible_to(actor).filter(rule_set=name, state=LocalValue.State.PROPOSED)
        ],
        "unsettled": len(unsettled),
        "day": day,
    }
    return render(request, "rules/parameters.html", context)


def lines_of(chosen: RuleSet, parameter: Parameter, locals_: list[Local], day: date) -> list[Line]:
    """The values of the file in order of their days, the local value of today after them."""
    current = valued_on(parameter, day, locals_)
    own = current is not None and current.local is not None and current.source.title
    lines = [
        _line_of_file(chosen, parameter, one, number == 0, day, bool(own))
        for number, one in enumerate(parameter.values)
    ]
    if current is not None and own:
        lines.append(
            Line(
                parameter,
                _(parameter.label),
                False,
                value_text(parameter.unit, current.value),
                current.from_on,
                current.until_on,
                ("ok", _("现行（本地）")),
                current.source.words,
                current.note,
                current.checked_on,
                mark_of(current.source.mark),
                True,
            )
        )
    return lines


def _line_of_file(
    chosen: RuleSet, parameter: Parameter, one: Dated, is_first: bool, day: date, has_own: bool
) -> Line:
    until_on = parameter.end_of(one)
    is_in_force = parameter.written_on(day) is one
    if is_in_force:
        standing = ("idle", _("现行，本地另定")) if has_own else ("ok", _("现行"))
    else:
        standing = ("info", _("未施行")) if one.from_on > day else ("idle", _("已失效"))
    return Line(
        parameter,
        _(parameter.label),
        is_first,
        band_text(chosen, one.value)
        if isinstance(one.value, Band)
        else value_text(parameter.unit, one.value),
        one.from_on,
        until_on,
        standing,
        one.source.words,
        _(one.note) if one.note else "",
        one.checked_on,
        mark_of(one.source.mark),
        is_in_force and not has_own,
    )


def band_text(chosen: RuleSet, band: Band) -> str:
    """A band with its line and the amount it is of in words, as the case of the set names it."""
    labels = {one.name: str(one.label) for one in case_fields(chosen.case)}
    base = labels.get(band.base, "")
    line, amount = band.line_of(base), band.amount_of(base)
    return named(line, amount) if line else amount


def _is_unsettled(parameter: Parameter, locals_: list[Local], day: date) -> bool:
    value = valued_on(parameter, day, locals_)
    return value is not None and not value.is_settled


@page(RULES_VIEW)
def cases(request: HttpRequest, name: str) -> HttpResponse:
    """The cases that were worked by hand, worked once more by the program."""
    chosen = rule_set(name)
    done = [work(chosen, one, rule_set) for one in chosen.cases]
    context = {
        **heading(request, chosen, "system_rule_cases"),
        "lines": [(one, _given(chosen, one), _came_out(one)) for one in done],
        "agreeing": sum(not one.differences for one in done),
    }
    return render(request, "rules/cases.html", context)


def _given(chosen: RuleSet, one: Worked) -> list[tuple[str, str]]:
    """The facts of a case in words."""
    fields = {field.name: field for field in case_fields(chosen.case)}
    return [
        (str(fields[name].label), _fact_text(name, value, dict(fields[name].choices)))
        for name, value in one.case.given.items()
        if name in fields
    ]


def _fact_text(name: str, value: Any, choices: dict[str, Any]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name.endswith("_fen") and isinstance(value, int):
        return yuan_text(value)
    return str(choices.get(str(value), value))


def _came_out(one: Worked) -> list[str]:
    if one.found is None:
        return [_("拒绝：%(code)s") % {"code": one.case.refused}]
    return [named(label, text) for label, text in facts_of(one.found.result)]
