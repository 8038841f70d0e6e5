"""Application of the room registry (权利登记)."""

from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zhichan.rooms.registry"
    label = "registry"
    verbose_name = "权利登记"

    def ready(self) -> None:
        """Declare the room's rights and intakes; its registers are declared with their models."""
        import_module("zhichan.rooms.registry.rights")
        for name in ("patents", "trademarks", "copyrights", "overseas", "organisations"):
            import_module(f"zhichan.rooms.registry.intakes.{name}")
        self._offer_pages()

    def _offer_pages(self) -> None:
        """Let measures and statistics stand beside the registers; say which regions and parties there are."""
        from django.utils.translation import gettext_lazy as _

        from zhichan.core.matters.parties import offer_parties
        from zhichan.core.measures.regions import offer_regions
        from zhichan.core.measures.rights import MEASURE_RUN
        from zhichan.core.registers.tabs import Beside, offer_beside
        from zhichan.rooms.registry.party_book import PARTY_BOOK
        from zhichan.rooms.registry.places import registered_regions
        from zhichan.rooms.registry.rights import STATISTICS_VIEW

        offer_regions(registered_regions)
        offer_parties(PARTY_BOOK)
        offer_beside(
            Beside("measures", "registry", _("指标计算"), "measures:list", MEASURE_RUN, ("registry",))
        )
        offer_beside(Beside("statistics", "registry", _("统计"), "registry:statistics", STATISTICS_VIEW))
