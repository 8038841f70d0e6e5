"""Templates of plans that the office saved from its own plans (本局方案模板)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.models.plan import Plan


class SavedTemplate(models.Model):
    """What plans can be made from, beside the files: ``body`` is the template as plain values."""

    label = models.CharField(_("名称"), max_length=60, unique=True)
    body = models.JSONField(_("模板内容"))
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(_("保存时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("本局方案模板")

    def __str__(self) -> str:
        return self.label
