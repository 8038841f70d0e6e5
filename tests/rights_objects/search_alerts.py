"""Objects of the search room: a watch over a party, and a card it found."""

from __future__ import annotations

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.registry import invention, party
from zhichan.core.access.actor import system_actor
from zhichan.core.people.models import Unit
from zhichan.rooms.search.actions.alerts import NewWatch, WatchTerms, set_watch
from zhichan.rooms.search.models import AlertCard, AlertWatch


def watch(unit: Unit | None = None) -> AlertWatch:
    """``unit``: whose watch it is; without one it is nobody's."""
    made = set_watch(NewWatch("pledge", "party", party().pk, TODAY), by=system_actor("test"), at=NOW)
    made.owner_unit = unit
    made.save(update_fields=["owner_unit"])
    return made


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


@page_object("search:alert_watch_edit")
def _change(unit: Unit) -> Call:
    return Call({"pk": watch(unit).pk})


@page_object("search:alert_watch_end")
def _end(unit: Unit) -> Call:
    return Call({"pk": watch(unit).pk}, "post")


TERMS = {"from_on": TODAY.isoformat()}


@api_object("add_alert_watch")
def _set(unit: Unit) -> Call:
    return Call(data={**TERMS, "kind": "pledge", "subject": "party", "subject_id": party().pk})


api_object("alert_watch")(lambda unit: Call({"watch_id": watch().pk}))
api_object("change_alert_watch")(lambda unit: Call({"watch_id": watch(unit).pk}, data=TERMS))
api_object("end_alert_watch")(lambda unit: Call({"watch_id": watch(unit).pk}))
api_object("alert")(lambda unit: Call({"card_id": card().pk}))
api_object("see_alert")(lambda unit: Call({"card_id": card().pk}))
api_object("handle_alert")(lambda unit: Call({"card_id": card().pk}, data={"note": "已联系企业"}))
sample("watch_id")(lambda: watch().pk)
sample("card_id")(lambda: card().pk)
sample(NewWatch)(lambda: NewWatch("pledge", "party", party().pk, TODAY))
sample(WatchTerms)(lambda: WatchTerms(TODAY))
