"""What stands in the registers of the demo district (示例区): rights of invented firms over five years."""

from __future__ import annotations

from datetime import date

from zhichan.core.upkeep.demo import demo_part


@demo_part("registry.rights", before_plan=True)
def rights(today: date) -> None:
    """Record the firms and their rights; the models are read only now that all applications are there."""
    from zhichan.rooms.registry.demo.rights import load_rights

    load_rights(today)
