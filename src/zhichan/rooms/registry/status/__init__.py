"""The legal status of rights (法律状态): machines as data, and the replay of events on two times.

Pure: no database, no clock. A right's events go in, its spans come out; what does not fit is reported.
"""

from zhichan.rooms.registry.status.items import ItemTimelines, ScopedEvent, events_of_item, item_timelines
from zhichan.rooms.registry.status.machine import Basis, Effect, Machine, Mark, PublicClass, State, Transition
from zhichan.rooms.registry.status.machine_file import copyrights, overseas, patents, read_machine, trademarks
from zhichan.rooms.registry.status.opposition import OppositionWindow, opposition_windows
from zhichan.rooms.registry.status.overlays import Overlay, Overlays, overlays_of, overlays_on
from zhichan.rooms.registry.status.replay import recorded_spans, replay_as_known, timeline
from zhichan.rooms.registry.status.spans import (
    Facts,
    LegalEvent,
    Misfit,
    Problem,
    Span,
    Timeline,
    span_on,
    state_on,
)
from zhichan.rooms.registry.status.terms import Expiry, expiry_on, surely_over_on
from zhichan.rooms.registry.status.wording import (
    Entry,
    Reading,
    read_gazette_code,
    read_status_words,
    status_choices,
)

__all__ = [
    "Basis",
    "Effect",
    "Entry",
    "Expiry",
    "Facts",
    "ItemTimelines",
    "LegalEvent",
    "Machine",
    "Mark",
    "Misfit",
    "OppositionWindow",
    "Overlay",
    "Overlays",
    "Problem",
    "PublicClass",
    "Reading",
    "ScopedEvent",
    "Span",
    "State",
    "Timeline",
    "Transition",
    "copyrights",
    "events_of_item",
    "expiry_on",
    "item_timelines",
    "opposition_windows",
    "overlays_of",
    "overlays_on",
    "overseas",
    "patents",
    "read_gazette_code",
    "read_machine",
    "read_status_words",
    "recorded_spans",
    "replay_as_known",
    "span_on",
    "state_on",
    "status_choices",
    "surely_over_on",
    "timeline",
    "trademarks",
]
