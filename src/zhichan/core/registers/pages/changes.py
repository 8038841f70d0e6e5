"""Forms that record, change, end and correct rows, and decide disagreements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhichan.core.access.page import page
from zhichan.core.access.requests import found, now
from zhichan.core.access.rights import require
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.core.registers.actions import Entry, change_row, end_row, record_row, withdraw_event
from zhichan.core.registers.actions.decide import decide_disagreement
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.ledger import register_address
from zhichan.core.registers.pages.asked import Asked, asked
from zhichan.core.registers.pages.forms import DecideForm, EndForm, ReasonForm, form_class, written_values
from zhichan.core.registers.queries import disagreements_of, row_visible_to
from zhichan.core.registers.rights import REGISTERS_USE
from zhichan.core.registers.showing import disagreement_lines


@page(REGISTERS_USE)
def new(request: HttpRequest, room: str, book: str) -> HttpResponse:
    """An empty form, or one with what the address says of some fields."""
    question = _asked_to_edit(request, room, book)
    register = question.register
    made_of = form_class(question.seen, is_new=True)
    given = {name: text for name, text in request.GET.items() if name in made_of.base_fields}
    usual = {one.name: one.initial(question.actor) for one in register.fields if one.initial}
    form = made_of(posted(request), initial={"entry_effective_on": question.moment.on} | usual | given)
    made = accepted(
        request,
        form,
        lambda: record_row(register, _entry(register, form.cleaned_data), by=question.actor, at=now()),
    )
    if made is None:
        title = _("登记：%(label)s") % {"label": register.label}
        return form_page(request, form, _words(register, title, _("登记"), register_address(register)))
    messages.success(request, _("已登记。"))
    return redirect(row_address(register.name, made.pk))


@page(REGISTERS_USE)
def change(request: HttpRequest, room: str, book: str, pk: int) -> HttpResponse:
    question = _asked_to_edit(request, room, book)
    register = question.register
    row = row_visible_to(register, question.actor, pk)
    initial = written_values(question.seen, row) | {"entry_effective_on": question.moment.on}
    form = form_class(question.seen, is_new=False)(posted(request), initial=initial)
    words = _words(
        register, _("变更：%(row)s") % {"row": register.title(row)}, _("保存"), row_address(register.name, pk)
    )
    return change_page(
        request,
        form,
        words,
        lambda: change_row(register, pk, _entry(register, form.cleaned_data), by=question.actor, at=now()),
    )


@page(REGISTERS_USE)
def end(request: HttpRequest, room: str, book: str, pk: int) -> HttpResponse:
    question = _asked_to_edit(request, room, book)
    register = question.register
    row = row_visible_to(register, question.actor, pk)
    form = EndForm(posted(request), initial={"entry_effective_on": question.moment.on})
    title = _("退出登记册：%(row)s") % {"row": register.title(row)}
    return change_page(
        request,
        form,
        _words(register, title, pgettext("按钮", "退出"), row_address(register.name, pk), is_danger=True),
        lambda: end_row(register, pk, _entry(register, form.cleaned_data), by=question.actor, at=now()),
    )


@page(REGISTERS_USE)
def withdraw(request: HttpRequest, room: str, book: str, pk: int, event: int) -> HttpResponse:
    """Take an event back; what was known before today stays as it was."""
    question = _asked_to_edit(request, room, book)
    register = question.register
    row = row_visible_to(register, question.actor, pk)
    form = ReasonForm(posted(request))
    title = _("撤回事件：%(row)s") % {"row": register.title(row)}
    words = _words(register, title, _("撤回"), row_address(register.name, pk), is_danger=True)
    return change_page(
        request,
        form,
        words,
        lambda: withdraw_event(
            register, pk, event, reason=form.cleaned_data["reason"], by=question.actor, at=now()
        ),
    )


@page(REGISTERS_USE)
def decide(request: HttpRequest, room: str, book: str, pk: int, disagreement: int) -> HttpResponse:
    question = _asked_to_edit(request, room, book)
    register = question.register
    row = row_visible_to(register, question.actor, pk)
    at_odds = found(disagreements_of(register, row).filter(pk=disagreement).first())
    [(label, stored, offered, _one)] = disagreement_lines(register, [at_odds])
    form = DecideForm(stored, offered, posted(request))
    title = _("认定“%(field)s”：%(row)s") % {"field": label, "row": register.title(row)}
    return change_page(
        request,
        form,
        _words(register, title, _("认定"), row_address(register.name, pk)),
        lambda: decide_disagreement(
            register,
            at_odds.pk,
            takes_offered=form.cleaned_data["takes_offered"],
            reason=form.cleaned_data["reason"],
            by=question.actor,
            at=now(),
        ),
    )


def _asked_to_edit(request: HttpRequest, room: str, book: str) -> Asked:
    question = asked(request, room, book)
    require(question.actor, question.register.edit)
    return question


def _words(register: Register, title: str, button: str, back: str, *, is_danger: bool = False) -> FormPage:
    crumbs = ((str(register.label), register_address(register)),)
    return FormPage(title, button, back, is_danger=is_danger, crumbs=crumbs)


def _entry(register: Register, given: Mapping[str, Any]) -> Entry:
    values = {name: given[name] for name in register.by_name if name in given}
    return Entry(values, given["entry_effective_on"], given["entry_source"], given.get("entry_note", ""))
