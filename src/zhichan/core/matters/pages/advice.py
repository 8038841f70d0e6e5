"""What the rules say, as pages show it (规则参考): beside the form of a step, and on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.errors import NotFound
from zhichan.core.matters.advice import Advice, adviser_named
from zhichan.core.matters.pages.acting import opened_by
from zhichan.core.matters.procedure import Field
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.matters.showing.values import Said, value_text
from zhichan.core.rules.pages.result import Result, result_of


@dataclass(frozen=True)
class AdviceLine:
    """One advice in words: ``results`` with what each is about; ``proposed``: fields with the value that is
    proposed for them."""

    name: str
    label: str
    lead: str
    warnings: tuple[str, ...]
    is_alarming: bool
    is_unsettled: bool
    results: tuple[tuple[str, Result], ...]
    proposed: tuple[Said, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it holds two things against each other, for which it wants the whole width."""
        return any(result.is_compared for _about, result in self.results)


def advice_lines(advised: Mapping[str, Advice], form: tuple[Field, ...] = ()) -> list[AdviceLine]:
    """Advice in words, in the order it was asked."""
    return [_line(name, one, form) for name, one in advised.items()]


def _line(name: str, one: Advice, form: tuple[Field, ...]) -> AdviceLine:
    return AdviceLine(
        name=name,
        label=str(adviser_named(name).label),
        lead=one.lead,
        warnings=one.warnings,
        is_alarming=one.is_alarming,
        is_unsettled=one.is_unsettled,
        results=tuple((answer.about, result_of(answer.found, answer.on)) for answer in one.answers),
        proposed=tuple(
            Said(str(field.label), value_text(field, one.proposed[field.name], {}))
            for field in form
            if field.name in one.proposed
        ),
    )


@page(MATTER_VIEW)
def advice(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One advice on a matter, opened: every line, reason and source."""
    space = opened_by(request, pk)
    if name not in space.advised:
        raise NotFound(_("没有找到这个页面或记录。"))
    [line] = advice_lines({name: space.advised[name]})
    context = {"space": space, "matter": space.matter, "line": line}
    return render(request, "matters/advice.html", context)
