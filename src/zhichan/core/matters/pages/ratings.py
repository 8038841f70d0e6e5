"""Ratings of the unit's matters (好差评): the list with what they come to, and one with its answers."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.core.matters.actions.ratings import MOST_ANSWER, answer_rating
from zhichan.core.matters.models import Rating, RatingAnswer
from zhichan.core.matters.months import Month, month_of, months_back
from zhichan.core.matters.pages.acting import CARRIED_OUT, posted, serve_room, serve_work, submit
from zhichan.core.matters.pages.queue import filters
from zhichan.core.matters.ratings import (
    ANSWER_BASIS,
    all_of,
    rating_visible_to,
    ratings_visible_to,
    tallies_of,
)
from zhichan.core.matters.rights import MATTER_STAFF, MATTER_VIEW
from zhichan.core.matters.wording import said_source
from zhichan.core.tables.declaration import Choices, Column, Filter, Order, Table
from zhichan.core.tables.filters import text_filter
from zhichan.core.tables.rendering import sample_mark, state_mark
from zhichan.core.tables.responses import table_response

MONTHS_OFFERED = 24
_MARKS = {5: "ok", 4: "ok", 3: "info", 2: "warn", 1: "bad"}
TO_ANSWER = gettext_lazy("待回访")
OVERDUE = gettext_lazy("回访超期")
ANSWERED = gettext_lazy("已回访")


@page(MATTER_VIEW)
@require_GET
def ratings(request: HttpRequest) -> HttpResponseBase:
    """Every rating of the matters one may see; what they come to by procedure opens to its rows."""
    serve_work(request)
    day, month = today(), request.GET.get("month", "")
    rows = ratings_visible_to(actor_in(request))
    tallies = tallies_of(filters.in_span("rated_at", rows, month) if month else rows)
    labels = dict(filters.procedures())
    context = {
        "lines": [
            (labels.get(one.procedure, one.procedure), one, _address(procedure=one.procedure, month=month))
            for one in tallies
        ],
        "total": all_of(tallies),
        "month": month,
    }
    return table_response(
        request, ratings_table(day), template="matters/ratings.html", context=context, made_of=day
    )


@page(MATTER_VIEW)
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """One rating with its answers; whoever may answer a bad one does so here."""
    actor, at = actor_in(request), now()
    found = rating_visible_to(actor, pk)
    serve_room(request, found.matter.procedure)
    form = AnswerForm(posted(request))
    status = submit(
        request,
        form,
        lambda: answer_rating(pk, form.cleaned_data["outcome"], form.cleaned_data["words"], by=actor, at=at),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("回访已记录。"))
        return redirect("matters:rating", pk)
    context = {
        "rating": found,
        "matter": found.matter,
        "answers": found.answers.select_related("person").order_by("pk"),
        "mark": _MARKS[found.grade],
        "standing": standing_of(found, today()),
        "basis": said_source(ANSWER_BASIS),
        "form": form if _asks(found) and may(actor, MATTER_STAFF, [found.matter.unit_id]) else None,
    }
    return render(request, "matters/rating.html", context, status=status)


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("回访的结果"), choices=RatingAnswer.Outcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("核实和整改情况"),
        max_length=MOST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("怎样联系的、核实了什么、改了什么。不写举报人的姓名和电话。"),
    )


def ratings_table(day: date) -> Table:
    """``day``: today, by which an answer is overdue."""
    return Table(
        name="matters-ratings",
        label=gettext_lazy("好差评"),
        noun=gettext_lazy("条"),
        model=Rating,
        queryset=_rows,
        columns=(
            Column("matter", gettext_lazy("事项"), lambda row: row.matter.title, cell=_matter_cell),
            Column(
                "grade",
                gettext_lazy("评价"),
                lambda row: row.get_grade_display(),
                cell=lambda row: state_mark(_MARKS[row.grade], row.get_grade_display()),
                nowrap=True,
            ),
            Column("words", gettext_lazy("意见"), lambda row: row.words or None),
            Column("procedure", gettext_lazy("程序"), _procedure),
            Column("month", gettext_lazy("月份"), lambda row: str(_month(row)), nowrap=True),
            Column(
                "answer",
                gettext_lazy("回访"),
                lambda row: standing_of(row, day)[1] or None,
                cell=lambda row: _answer_cell(row, day),
                nowrap=True,
            ),
            Column(
                "number", gettext_lazy("编号"), lambda row: row.matter.number, nowrap=True, is_default=False
            ),
            Column("score", gettext_lazy("分值"), lambda row: row.grade, kind="number", is_default=False),
            Column("unit", gettext_lazy("办理单位"), lambda row: row.matter.unit.name, is_default=False),
            Column(
                "rated",
                gettext_lazy("评价日期"),
                lambda row: timezone.localdate(row.rated_at),
                is_default=False,
            ),
            Column("answer_by", gettext_lazy("回访期限"), lambda row: row.answer_by, is_default=False),
        ),
        filters=_filters(day),
        orders=(
            Order("newest", gettext_lazy("新评价的在前"), ("-rated_at",)),
            Order("oldest", gettext_lazy("早评价的在前"), ("rated_at",)),
        ),
        empty=gettext_lazy("事项办结之后，提交人凭查询码评价；评价会列在这里。"),
    )


def _filters(day: date) -> tuple[Filter, ...]:
    grades = tuple((str(value), label) for value, label in Rating.Grade.choices)

    def answering(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "done":
            return rows.filter(answered_at__isnull=False)
        waiting = rows.filter(answer_by__isnull=False, answered_at__isnull=True)
        return waiting.filter(answer_by__lt=day) if value == "late" else waiting

    return (
        text_filter("q", gettext_lazy("事由、编号、意见"), ("matter__title", "matter__number", "words")),
        Filter(
            "procedure",
            gettext_lazy("程序"),
            lambda rows, value: rows.filter(matter__procedure=value),
            choices=lambda _actor: filters.procedures(),
        ),
        filters.choice(
            "grade",
            gettext_lazy("评价"),
            (*grades, ("bad", gettext_lazy("差评（后两档）"))),
            lambda rows, value: rows.filter(Q(grade__lte=2) if value == "bad" else Q(grade=int(value))),
        ),
        filters.choice(
            "answer",
            gettext_lazy("回访"),
            (("open", TO_ANSWER), ("late", OVERDUE), ("done", ANSWERED)),
            answering,
        ),
        Filter(
            "month",
            gettext_lazy("月份"),
            lambda rows, value: filters.in_span("rated_at", rows, value),
            choices=lambda _actor: _months(day),
        ),
        Filter(
            "unit",
            gettext_lazy("单位"),
            lambda rows, value: rows.filter(matter__unit_id=int(value)),
            choices=_units,
        ),
    )


def _rows(actor: Actor) -> QuerySet[Any]:
    return ratings_visible_to(actor).select_related("matter__unit")


def _months(day: date) -> Choices:
    return tuple((str(one), str(one)) for one in reversed(months_back(day, MONTHS_OFFERED)))


def _units(actor: Actor) -> Choices:
    """The units that have rated matters. One query."""
    rows = (
        ratings_visible_to(actor)
        .order_by("matter__unit__name")
        .values_list("matter__unit_id", "matter__unit__name")
    )
    return [(str(pk), name) for pk, name in rows.distinct()]


def _month(row: Rating) -> Month:
    return month_of(timezone.localdate(row.rated_at))


def _procedure(row: Rating) -> str:
    return str(dict(filters.procedures()).get(row.matter.procedure, row.matter.procedure))


def _asks(row: Rating) -> bool:
    return row.is_bad and row.answered_at is None


def standing_of(row: Rating, day: date) -> tuple[str, str]:
    """How the answer to a rating stands: its mark and words; empty words where none is due."""
    if row.answer_by is None:
        return "idle", ""
    if row.answered_at is not None:
        return "ok", str(ANSWERED)
    return ("bad", str(OVERDUE)) if row.answer_by < day else ("warn", str(TO_ANSWER))


def _matter_cell(row: Rating) -> SafeString:
    sample = f" {sample_mark()}" if row.matter.is_sample else ""
    address = reverse("matters:rating", args=[row.pk])
    return mark_safe(  # noqa: S308  escaped
        f'<a href="{address}">{escape(row.matter.title)}</a>{sample}<br>'
        f'<small class="mono">{escape(row.matter.number)}</small>'
    )


def _answer_cell(row: Rating, day: date) -> SafeString | str:
    mark, words = standing_of(row, day)
    if not words:
        return "—"
    if row.answered_at is not None:
        return state_mark(mark, words)
    until = escape(_("限 %(day)s") % {"day": row.answer_by})
    return mark_safe(f"<div>{state_mark(mark, words)}<br><small>{until}</small></div>")  # noqa: S308  escaped


def _address(**conditions: str) -> str:
    return "?" + urlencode({name: value for name, value in conditions.items() if value})
