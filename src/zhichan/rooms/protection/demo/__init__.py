"""What stands in the protection room of the demo district (示例区): invented people, stations, platforms."""

from __future__ import annotations

from datetime import date

from zhichan.core.upkeep.demo import demo_part


@demo_part("protection.rosters")
def rosters(today: date) -> None:
    """Fill the rosters; the models are read only now that all applications are there."""
    from zhichan.rooms.protection.demo.rosters import load_rosters

    load_rosters(today)


@demo_part("protection.matters")
def matters(today: date) -> None:
    """Open a few matters of each sort."""
    from zhichan.rooms.protection.demo.matters import load_matters

    load_matters(today)


@demo_part("protection.many_matters")
def many_matters(today: date) -> None:
    """Three years of short matters, so that statistics and queues have something to show."""
    from zhichan.rooms.protection.demo.many import load_many

    load_many(today)
