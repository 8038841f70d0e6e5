"""Files in a matter (材料)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.files.models import StoredFile
from zhichan.core.matters.models.matter import Matter
from zhichan.core.matters.models.people import Participant


class MatterFile(models.Model):
    """A stored file that belongs to a matter (材料). ``is_secret``: for the case team alone. ``participant``:
    who handed it in from outside, where they are known."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    label = models.CharField(_("说明"), max_length=200, blank=True)
    is_secret = models.BooleanField(_("仅办案人员可见"), default=False)
    from_outside = models.BooleanField(_("当事人提交"), default=False)
    participant = models.ForeignKey(
        Participant,
        verbose_name=_("提交人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("附入时间"))
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("材料")

    def __str__(self) -> str:
        return self.name
