"""What files say of patents besides their fields (专利文本): abstract, claims, description, citations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhichan.core.registers.models import Sourced
from zhichan.rooms.registry.models.patent import Patent

TEXTS = (
    "abstract", "first_claim", "claims", "description", "keywords",
    "cpc", "citations", "other_citations", "cited_by",
)  # fmt: skip
"""Those that hold several classes or numbers have ``；`` between them."""
LONGEST_TEXT = 2_000_000
LONGEST_LANGUAGE = 20


class PatentText(Sourced):
    """What one batch, or one person, says of the texts of a patent; an empty text says nothing.

    What counts of each text is told by ``queries.patent_texts``. ``digests``: of every text the batch gave,
    so that it is known again without being read; those that a later row of the batch replaced are among them.
    """

    patent = models.ForeignKey(
        Patent, verbose_name=_("专利"), on_delete=models.CASCADE, related_name="texts", db_index=False
    )
    language = models.CharField(_("语种"), max_length=LONGEST_LANGUAGE, blank=True)
    abstract = models.TextField(pgettext_lazy("专利", "摘要"), blank=True)
    first_claim = models.TextField(_("首项权利要求"), blank=True)
    claims = models.TextField(_("权利要求书"), blank=True)
    description = models.TextField(_("说明书"), blank=True)
    keywords = models.TextField(_("关键词"), blank=True)
    cpc = models.TextField(_("CPC 分类号"), blank=True)
    citations = models.TextField(_("引用文献"), blank=True)
    other_citations = models.TextField(_("非专利引用"), blank=True)
    cited_by = models.TextField(_("施引专利"), blank=True)
    digests = models.TextField(blank=True, editable=False)
    known_at = models.DateTimeField(_("获知时间"))

    class Meta:
        verbose_name = _("专利文本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patent", "batch"], name="patent_text_once_per_batch"),
            models.CheckConstraint(
                condition=models.Q(batch__isnull=False) | models.Q(person__isnull=False),
                name="patent_text_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patent_id} {self.known_at}"
