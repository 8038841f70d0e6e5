"""Technical investigators (技术调查官), who help those who hear a matter to understand its technology."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhichan.core.exports.kinds import Text
from zhichan.core.registers.declaration import RegisterField, register
from zhichan.core.registers.models import RegisterEvent, withdrawals_index
from zhichan.rooms.protection.models.roster import (
    LONGEST_NAME,
    Adviser,
    AdviserPeriod,
    adviser_check,
    adviser_fields,
    name_field,
    roster,
)
from zhichan.rooms.protection.models.validity import Days


class TechnicalInvestigator(Adviser):
    """One technical investigator. Their opinion is a reference for those who decide, never the decision."""

    appointing_body = models.CharField(_("选任机关"), max_length=LONGEST_NAME, blank=True)

    class Meta(Adviser.Meta):
        verbose_name = _("技术调查官")


class TechnicalInvestigatorEvent(RegisterEvent):
    subject = models.ForeignKey(TechnicalInvestigator, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = _("技术调查官事件")
        indexes: ClassVar = [withdrawals_index("investigator_withdraws")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.code}"


class TechnicalInvestigatorPeriod(AdviserPeriod):
    subject = models.ForeignKey(TechnicalInvestigator, on_delete=models.CASCADE, related_name="periods")
    appointing_body = models.CharField(_("选任机关"), max_length=LONGEST_NAME, blank=True)

    class Meta(AdviserPeriod.Meta):
        verbose_name = _("技术调查官时段")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.valid_from}"


_DAYS = Days(_("选任日期"), _("任期至"))
_FIELDS = (
    name_field(_("姓名")),
    *adviser_fields(_("技术领域"), _("工作单位"), _DAYS),
    RegisterField("appointing_body", _("选任机关"), Text(LONGEST_NAME), is_tracked=True, is_listed=False),
)

TECHNICAL_INVESTIGATORS = register(
    roster(
        _FIELDS,
        by_name=_("姓名"),
        name="protection.investigator",
        rank=63,
        label=_("技术调查官"),
        noun=_("人"),
        model=TechnicalInvestigator,
        event_model=TechnicalInvestigatorEvent,
        period_model=TechnicalInvestigatorPeriod,
        check=adviser_check(_DAYS),
        empty=_("登记技术调查官后会列在这里；也可以导入名册。"),
    )
)
