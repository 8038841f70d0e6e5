"""Application of the room protection (保护办案)."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "zhichan.rooms.protection"
    label = "protection"
    verbose_name = "保护办案"

    def ready(self) -> None:
        """Declare the room's rights and put its public list of penalties into the public frame.

        Registers are declared with their models.
        """
        from django.utils.translation import gettext_lazy as _

        from zhichan.core.matters.certificates import offer_roster
        from zhichan.core.matters.outside.links import PublicLink, offer_public_link
        from zhichan.core.matters.rights import MATTER_VIEW
        from zhichan.core.measures.rights import MEASURE_RUN
        from zhichan.core.registers.tabs import Beside, offer_beside
        from zhichan.rooms.protection.queries.people import certificate_numbers
        from zhichan.rooms.protection.rights import TRIAGE_VIEW

        offer_roster("protection", certificate_numbers)
        offer_beside(Beside("queue", "protection", _("我的工作"), "matters:queue", MATTER_VIEW))
        measures = Beside("cases", "protection", _("指标计算"), "measures:list", MEASURE_RUN, ("protection",))
        offer_beside(measures)
        offer_beside(Beside("triage", "protection", _("分流偏离"), "protection:drift", TRIAGE_VIEW))
        offer_public_link(PublicLink("penalties", _("处罚公示"), "penalties:list"))
