"""Rows of a register that somebody put into a dated list at one time (放入名录)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.models.list_membership import ListKind, ListMembershipEvent


class ListPlacement(models.Model):
    """What was put into a list together, so that it can be taken back together.

    ``register`` names where the rows were chosen, ``chosen`` counts them; ``events`` let memberships begin.
    """

    list_kind = models.ForeignKey(
        ListKind, verbose_name=_("名录"), on_delete=models.PROTECT, related_name="placements"
    )
    effective_on = models.DateField(_("入列日期"))
    register = models.CharField(_("登记册"), max_length=40)
    chosen = models.PositiveIntegerField(_("所选行数"))
    events = models.ManyToManyField(
        ListMembershipEvent, verbose_name=_("名录事件"), related_name="placements"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("来源"), max_length=200)
    placed_at = models.DateTimeField(_("放入时间"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("放入名录")

    def __str__(self) -> str:
        return f"{self.list_kind} {self.effective_on}"
