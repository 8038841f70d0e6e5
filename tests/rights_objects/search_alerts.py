"""Objects of the search room: a watch over a party, and a card it found."""

from __future__ import annotations

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.registry import invention, party
from zhichan.core.access.actor import system_actor
from zhichan.core.people.models import Unit
from zhichan.rooms.search.actions.alerts import NewWatch, set_watch
from zhichan.rooms.search.models import AlertCard, AlertWatch


def watch() -> AlertWatch:
    return set_watch(NewWatch("pledge", "party", party().pk, TODAY), by=system_actor("test"), at=NOW)


def card() -> AlertCard:
    right = invention()
    return AlertCard.objects.create(
        watch=watch(),
        key=f"registry.patent:{right.pk}",
        register="registry.patent",
        record_id=right.pk,
        happened_on=TODAY,
        known_at=NOW,
        found_at=NOW,
    )


@page_object("search:alert")
def _alert(unit: Unit) -> Call:
    return Call({"pk": card().pk})


@page_object("search:alert_see")
def _see(unit: Unit) -> Call:
    return Call({"pk": card().pk}, "post")


@page_object("search:alert_watch_end")
def _end(unit: Unit) -> Call:
    return Call({"pk": watch().pk}, "post")


sample("watch_id")(lambda: watch().pk)
sample("card_id")(lambda: card().pk)
sample(NewWatch)(lambda: NewWatch("pledge", "party", party().pk, TODAY))
