"""Joins of parties (归并) and the questions that wait for a person (待归并).

That one party is another is an event of the party register (``joined_to``) like any other: it has its day, is
known from an instant, and is taken back by another event. What stands here is why it was joined.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhichan.core.imports.models import ImportBatch
from zhichan.rooms.registry.models.party import Party, PartyEvent


class JoinRule(models.TextChoices):
    """What led to a join: a rule of the resolution, or a person."""

    CREDIT_CODE = "credit_code", _("统一社会信用代码相同")
    SAME_NAME = "same_name", _("规范名称相同")
    FORMER_NAME = "former_name", _("曾用名相同")
    SAME_PERSON = "same_person", _("姓名与地址相同")
    LIKENESS = "likeness", _("名称相近")
    BY_HAND = "by_hand", _("人工并入")


class JoinQuestion(models.Model):
    """A party that may be one of several others and waits for a person. ``batch``: of the party.

    ``rule`` and ``similarity`` are those of the likeliest candidate. A question is asked once; ``decision``
    says what became of it, ``reason`` why.
    """

    class Decision(models.TextChoices):
        JOINED = "joined", pgettext_lazy("待归并", "并入候选")
        OTHER = "other", pgettext_lazy("待归并", "并入另一主体")
        NEW = "new", pgettext_lazy("待归并", "是另一个主体")
        LAPSED = "lapsed", pgettext_lazy("待归并", "另行并入")

    party = models.ForeignKey(Party, verbose_name=_("主体"), on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(
        ImportBatch,
        verbose_name=_("导入批次"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    rule = models.CharField(_("依据"), max_length=12, choices=JoinRule.choices)
    similarity = models.FloatField(_("相似度"))
    model_version = models.CharField(_("模型版本"), max_length=20)
    asked_at = models.DateTimeField(_("提出时间"))
    decision = models.CharField(_("决定"), max_length=8, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("理由"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("待归并")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party"],
                condition=models.Q(decided_at__isnull=True),
                name="join_question_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_at__isnull=False)),
                name="join_question_decided_at_an_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(similarity__gte=0, similarity__lte=1), name="join_question_similarity"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-similarity", "-id"],
                condition=models.Q(decided_at__isnull=True),
                name="join_question_likeliest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.rule}"


class JoinCandidate(models.Model):
    """A party that a question may mean. ``reasons``: each [part, level, weight, ours, theirs], by weight."""

    question = models.ForeignKey(JoinQuestion, on_delete=models.CASCADE, related_name="candidates")
    party = models.ForeignKey(Party, verbose_name=_("主体"), on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(_("次序"))
    similarity = models.FloatField(_("相似度"))
    reasons = models.JSONField(_("依据"), default=list)

    class Meta:
        verbose_name = _("归并候选")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "party"], name="join_candidate_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.party_id}"


class PartyJoin(models.Model):
    """Why a party was joined to another, and the event that did it; ``split_event`` took them apart again.

    Who, when, from which day and a person's reason stand on the events. ``rule`` BY_HAND has no similarity.
    """

    event = models.OneToOneField(
        PartyEvent, verbose_name=_("事件"), on_delete=models.CASCADE, related_name="join"
    )
    party = models.ForeignKey(Party, verbose_name=_("主体"), on_delete=models.CASCADE, related_name="+")
    head = models.ForeignKey(Party, verbose_name=_("并入"), on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(_("依据"), max_length=12, choices=JoinRule.choices)
    similarity = models.FloatField(_("相似度"), null=True, blank=True)
    reasons = models.JSONField(_("依据"), default=list)
    model_version = models.CharField(_("模型版本"), max_length=20, blank=True)
    split_event = models.OneToOneField(
        PartyEvent, verbose_name=_("拆开"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("归并")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(party=models.F("head")), name="party_join_not_to_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} → {self.head_id}"
