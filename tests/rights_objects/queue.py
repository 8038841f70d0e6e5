"""Objects of the queue of matters: chosen rows, and a feed of nobody's."""

from __future__ import annotations

from tests.rights_objects import Call, page_object
from tests.rights_objects.matters import matter_of
from zhichan.core.people.models import Unit


@page_object("matters:clock_panel")
def _clock(unit: Unit) -> Call:
    return Call({"pk": matter_of(unit).pk})


@page_object("matters:calendar_subscribe")
def _subscribe(unit: Unit) -> Call:
    return Call(method="post")


@page_object("matters:calendar_feed")
def _feed(unit: Unit) -> Call:
    return Call({"secret": "zc_nobodys"})


for _name in ("hand_over", "remind", "move"):
    page_object(f"matters:batch_{_name}")(lambda unit: Call(data={"pick": str(matter_of(unit).pk)}))
