"""The three tables of a register: what is true now, the events, and the periods derived from them.

    class Roster(RegisterRow): ...                            # the current table, with its own fields
    class RosterEvent(RegisterEvent):
        subject = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="events")
    class RosterPeriod(RegisterPeriod):
        subject = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="periods")
        level = models.CharField(...)                         # each tracked field once more

Events are only ever added; the database refuses to change them (``core/append_only.py``). Periods and the
tracked fields of the current row follow from them in the same transaction (``derive``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.models import Unit
from zhichan.core.registers.moments import FOREVER, KNOWN_FOREVER

IS_SHOWN = models.Q(is_shown=True)


class Sourced(models.Model):
    """Where a row comes from (来源): a person, or an import batch and its row."""

    batch = models.ForeignKey(
        ImportBatch,
        verbose_name=_("导入批次"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    row_number = models.PositiveIntegerField(_("批次中的行"), null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    source = models.CharField(_("来源说明"), max_length=200, blank=True)

    class Meta:
        abstract = True


class RegisterRow(Sourced):
    """One thing of a register as it stands today (当前状态).

    ``is_shown`` is false after its batch was undone and on days on which no period holds: lists and pages of
    today leave the row out, as-of questions may find it. ``content_digest``: of what a file last said of it.
    """

    owner_unit = models.ForeignKey(
        Unit,
        verbose_name=_("登记单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    known_at = models.DateTimeField(_("首次获知"))
    is_shown = models.BooleanField(_("在册"), default=True)
    is_sample = models.BooleanField(_("示例"), default=False)
    content_digest = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        # The newest first, and how many there are, however many rows were undone. ``is_shown`` stands in it
        # for SQLite, which would look into the row for it otherwise.
        indexes: ClassVar = [
            models.Index(fields=["id", "is_shown"], condition=IS_SHOWN, name="%(class)s_shown")
        ]

    def settle(self) -> Sequence[str]:
        """Set the fields that follow from others whenever a row is written; returns their names."""
        return ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        settled = self.settle()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], *settled}
        super().save(*args, **kwargs)


def facet_index(*fields: str, name: str) -> models.Index:
    """An index that holds all facets of a register, for ``facets_behind`` of its list.

    ``is_shown`` comes first: SQLite takes an index that begins with a facet for any list of one value of it,
    and sorts half a million rows to show fifty.
    """
    return models.Index(fields=["is_shown", *fields], condition=IS_SHOWN, name=name)


def withdrawals_index(name: str) -> models.Index:
    """The index that tells which event takes another back; a model with a long name names it itself."""
    return models.Index(fields=["withdraws"], condition=models.Q(withdraws__isnull=False), name=name)


class RegisterEvent(Sourced):
    """Something that happened to a thing: ``effective_on`` when, ``known_at`` when it was learned.

    ``values``: the tracked fields it sets. ``withdraws``: an earlier event that it takes back from
    ``known_at`` on; such an event sets nothing.
    """

    append_only = True

    code = models.CharField(_("事件"), max_length=40)
    values = models.JSONField(_("内容"), default=dict)
    effective_on = models.DateField(_("生效日期"))
    known_at = models.DateTimeField(_("获知时间"))
    withdraws = models.ForeignKey(
        "self",
        verbose_name=_("撤回的事件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="withdrawn_by",
        db_index=False,
    )
    note = models.CharField(_("说明"), max_length=400, blank=True)

    class Meta:
        abstract = True
        indexes: ClassVar = [withdrawals_index("%(class)s_withdraws")]


class RegisterPeriod(models.Model):
    """A rectangle of validity and knowledge; ends are exclusive, open ones are the last day there is."""

    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), default=FOREVER)
    known_from = models.DateTimeField(_("获知"))
    known_to = models.DateTimeField(_("被取代"), default=KNOWN_FOREVER)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_from__lt=models.F("valid_to"))
                & models.Q(known_from__lt=models.F("known_to")),
                name="%(app_label)s_%(class)s_is_a_rectangle",
            )
        ]


class Disagreement(models.Model):
    """Two values for one fact of one day (不一致): both are kept until a named person decides."""

    register = models.CharField(_("登记册"), max_length=40)
    subject_id = models.BigIntegerField(_("记录号"))
    field = models.CharField(_("字段"), max_length=40)
    stored = models.TextField(_("册上的值"))
    offered = models.TextField(_("导入的值"))
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")
    row_number = models.PositiveIntegerField(_("批次中的行"))
    known_at = models.DateTimeField(_("获知时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("认定时间"), null=True, blank=True)
    takes_offered = models.BooleanField(_("采用导入的值"), null=True, blank=True)
    reason = models.CharField(_("认定理由"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("不一致")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["register", "subject_id", "field", "batch", "row_number"],
                name="disagreement_once_per_row",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, takes_offered__isnull=True)
                | models.Q(decided_at__isnull=False, takes_offered__isnull=False) & ~models.Q(reason=""),
                name="disagreement_decided_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["register", "subject_id"], name="disagreement_of_row"),
            models.Index(
                fields=["register", "id"],
                condition=models.Q(decided_at__isnull=True),
                name="disagreement_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.subject_id} {self.field}"
