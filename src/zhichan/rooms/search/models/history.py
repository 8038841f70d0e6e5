"""What a person has searched (检索历史): numbered, so that ``#1 AND #2`` puts earlier ones together."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchRun(models.Model):
    """One search of a person, under its set number (集合号). One that a click narrowed another to (点选) has
    none until it is asked for itself: one analysis has hundreds of them.

    ``chosen``: the values of facets that were chosen, as ``[["kind", "invention"]]``; ``asked``: the whole
    tree, synonyms and chosen values with it; ``count`` and ``snapshot`` of the last time it was asked.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("检索人"), on_delete=models.PROTECT, related_name="+"
    )
    collection = models.CharField(_("检索库"), max_length=40)
    number = models.PositiveIntegerField(_("集合号"), null=True, blank=True)
    line = models.TextField(_("检索式"))
    chosen = models.JSONField(_("已选筛选"), default=list)
    asked = models.JSONField(_("检索条件"))
    count = models.PositiveIntegerField(_("件数"))
    snapshot = models.CharField(_("快照"), max_length=60)
    searched_at = models.DateTimeField(_("检索时间"))

    class Meta:
        verbose_name = _("检索历史")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "collection", "number"], name="search_run_number")
        ]

    def __str__(self) -> str:
        return f"#{self.number}" if self.number else self.line[:60]
