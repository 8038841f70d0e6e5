"""The queue as a list (待归并)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.tables.declaration import Column, Order, Table
from zhichan.core.tables.filters import choice_filter, text_filter
from zhichan.rooms.registry.models import JoinQuestion
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.queries.joins import questions_visible_to, similarity_text


def _rows(actor: Actor) -> QuerySet[JoinQuestion]:
    return questions_visible_to(actor).select_related("party", "batch").prefetch_related("candidates__party")


def _candidates(question: JoinQuestion) -> str:
    """The likeliest by name and how many more there are."""
    shown = [one.party.name for one in _in_order(question) if one.party.is_shown]
    more = f"（+{len(shown) - 1}）" if len(shown) > 1 else ""
    return f"{shown[0]}{more}" if shown else ""


def _in_order(question: JoinQuestion) -> Sequence[Any]:
    return sorted(question.candidates.all(), key=lambda one: one.place)


QUESTIONS = Table(
    name="registry-questions",
    label=_("待归并"),
    noun=_("条"),
    model=JoinQuestion,
    queryset=_rows,
    columns=(
        Column(
            "name",
            _("名称"),
            lambda one: one.party.name,
            url=lambda one: reverse("registry:question", args=[one.pk]),
        ),
        Column("candidates", _("可能是"), _candidates),
        Column("similarity", _("相似度"), lambda one: similarity_text(one.similarity), kind="number"),
        Column("rule", _("依据"), lambda one: one.get_rule_display()),
        Column("batch", _("导入批次"), lambda one: one.batch_id, on_phone=False),
        Column("asked_at", _("提出时间"), lambda one: one.asked_at, nowrap=True, on_phone=False),
    ),
    filters=(
        text_filter("q", _("名称"), ("party__name",)),
        choice_filter("rule", _("依据"), "rule", JoinRule.choices),
    ),
    orders=(
        Order("likeliest", _("最像的在前"), ("-similarity",)),
        Order("newest", _("新提出的在前"), ("-id",)),
    ),
    empty=_("没有等待决定的名称。导入的名称与已有主体相近而拿不准时，会列在这里。"),
)
