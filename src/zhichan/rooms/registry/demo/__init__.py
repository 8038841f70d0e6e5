"""What stands in the registers of the demo district (示例区): rights of invented firms over five years."""

from __future__ import annotations

from datetime import date

from zhichan.core.upkeep.demo import Stage, demo_part


@demo_part("registry.rights", Stage.BEFORE_PLAN)
def rights(today: date) -> None:
    """Record the firms and their rights; the models are read only now that all applications are there."""
    from zhichan.rooms.registry.demo.rights import load_rights

    load_rights(today)


@demo_part("registry.texts", Stage.BEFORE_PLAN)
def texts(today: date) -> None:
    """Bring in abstracts, classes and citations of the patents by a file."""
    from zhichan.rooms.registry.demo.texts import load_texts

    load_texts(today)


@demo_part("registry.news", Stage.LAST_DAYS)
def news(today: date) -> None:
    """Record what happened to some rights of late."""
    from zhichan.rooms.registry.demo.news import load_news

    load_news(today)
