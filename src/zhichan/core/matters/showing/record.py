"""The record of a matter in words (办理记录): who did what when, and what was put right about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.audit.words import system_actor_words
from zhichan.core.documents.loading import title_of
from zhichan.core.matters.advice import adviser_named, adviser_names
from zhichan.core.matters.happenings import WITHDRAWN
from zhichan.core.matters.models import MatterEvent, MatterLink
from zhichan.core.matters.parts import LABELS, OUTSIDE, Part
from zhichan.core.matters.procedure import Field, Procedure
from zhichan.core.matters.showing.people import seat_text
from zhichan.core.matters.showing.values import Reader, Said, people_text, said_values
from zhichan.core.tables.text import UNKNOWN, moment_text

Kind = MatterEvent.Kind
_PLAIN: dict[str, dict[str, Promise]] = {
    Kind.EXCLUDED: {
        "kind": gettext_lazy("扣除的是"),
        "first": gettext_lazy("自哪天起"),
        "last": gettext_lazy("到哪天为止"),
        WITHDRAWN: gettext_lazy("已撤销"),
    },
    Kind.EXCLUSION_ENDED: {"last": gettext_lazy("到哪天为止")},
}
"""What is corrected of events that are no step, with its words."""


@dataclass(frozen=True)
class Change:
    """What a correction put right: a field, how it read before, and how it reads now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Corrected:
    """A correction of a line: by whom, when, why."""

    changes: tuple[Change, ...]
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Line:
    """One event in words. ``at``: when it happened; ``recorded_at``: when that was written down, on another
    day where ``is_later``. ``advised``: what the rules said then. ``link``: the key of the matter it names,
    where the reader may open it."""

    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    who: str
    what: str
    state: str = ""
    values: tuple[Said, ...] = ()
    advised: tuple[Said, ...] = ()
    note: str = ""
    link: int | None = None
    can_be_corrected: bool = False
    corrections: tuple[Corrected, ...] = ()

    @property
    def is_later(self) -> bool:
        return timezone.localdate(self.at) != timezone.localdate(self.recorded_at)


@dataclass(frozen=True)
class Named:
    """The names a record needs: people, who sits where, files, other matters and units by their keys; those
    the reader may not see are not in it. ``documents``: what a document is called."""

    reader: Reader
    seats: Mapping[int, str] = field(default_factory=dict)
    files: Mapping[int, str] = field(default_factory=dict)
    matters: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)


def record_lines(
    procedure: Procedure,
    events: Sequence[MatterEvent],
    corrections: Sequence[MatterEvent],
    named: Named,
) -> list[Line]:
    """Some events in the order given, each with the corrections of it. Pure, O(events)."""
    of_event: dict[int, list[MatterEvent]] = {}
    for one in corrections:
        of_event.setdefault(int(one.values["seq"]), []).append(one)
    return [
        replace(
            _line(procedure, event, named),
            corrections=tuple(_corrected(procedure, event, of_event.get(event.seq, ()), named)),
        )
        for event in events
    ]


def _line(procedure: Procedure, event: MatterEvent, named: Named) -> Line:
    is_step = event.kind in (Kind.OPENED, Kind.MOVED)
    leads = is_step or event.kind == Kind.FOLLOWED
    state = procedure.state(event.to_state).label if event.to_state != event.from_state else ""
    return Line(
        seq=event.seq,
        kind=event.kind,
        at=event.happened_at,
        recorded_at=event.recorded_at,
        who=_who(event, named.reader.names),
        what=_WORDS[event.kind](procedure, event, named),
        state=str(state) if leads else "",
        values=said_values(form_of(procedure, event), event.values, named.reader) if is_step else (),
        advised=tuple(said_advice(event)),
        note=event.note,
        link=_linked(event, named),
        can_be_corrected=is_step,
    )


def said_advice(event: MatterEvent) -> Iterator[Said]:
    """What the rules said when a step was taken, in the words of that day, and what they warned of."""
    for name, one in event.advised.items():
        text = " ".join([one["lead"], *one["warnings"]])
        yield Said(str(adviser_named(name).label) if name in adviser_names() else name, text)


def form_of(procedure: Procedure, event: MatterEvent) -> tuple[Field, ...]:
    """The fields the form of a step asked for."""
    return procedure.opening if event.kind == Kind.OPENED else procedure.move(event.name).form


def people_in(procedure: Procedure, event: MatterEvent) -> set[int]:
    """The keys of the people an event names."""
    given = event.values
    if event.kind == Kind.TEAM_CHANGED:
        return set(given.get("people") or ())
    if event.kind == Kind.HANDED_OVER:
        return {given["to"], *([given["from"]] if given.get("from") else [])}
    if event.kind not in (Kind.OPENED, Kind.MOVED):
        return set()
    asked = [field.name for field in form_of(procedure, event) if field.part]
    return {pk for name in asked for pk in given.get(name) or ()}


def _who(event: MatterEvent, names: Mapping[int, str]) -> str:
    """Who recorded it, and in which part where that says more: of what those outside did the team tells."""
    if event.person_id is None:
        return system_actor_words(event.source.partition(":")[2])
    name = names.get(event.person_id, UNKNOWN)
    part = Part(event.part) if event.part in set(Part) else None
    if part in (None, Part.INTAKE, Part.CASE_TEAM):
        return name
    if part in OUTSIDE:
        return _("%(person)s代%(part)s登记") % {"person": name, "part": LABELS[part]}
    return _("%(person)s（%(part)s）") % {"person": name, "part": LABELS[part]}


def _corrected(
    procedure: Procedure, wrong: MatterEvent, corrections: Sequence[MatterEvent], named: Named
) -> Iterator[Corrected]:
    """The corrections of one event in order, each against what was known before it."""
    plain = _PLAIN.get(wrong.kind, {})
    form = form_of(procedure, wrong) if wrong.kind in (Kind.OPENED, Kind.MOVED) else ()
    at, values = wrong.happened_at, dict(wrong.values)
    for one in corrections:
        changes = []
        if one.values.get("at"):
            moment = datetime.fromisoformat(str(one.values["at"]))
            changes.append(Change(_("发生时间"), moment_text(at), moment_text(moment)))
            at = moment
        given = one.values.get("values") or {}
        for field_ in form:
            if field_.name in given:
                before = said_values([field_], values, named.reader)
                [after] = said_values([field_], given, named.reader)
                changes.append(Change(after.label, before[0].text if before else UNKNOWN, after.text))
        for name, label in plain.items():
            if name in given and given[name] != values.get(name):
                changes.append(Change(str(label), _plain(values.get(name)), _plain(given[name])))
        values |= given
        yield Corrected(tuple(changes), _who(one, named.reader.names), one.recorded_at, one.note)


def _plain(value: object) -> str:
    return _("是") if value is True else str(value or UNKNOWN)


def _linked(event: MatterEvent, named: Named) -> int | None:
    other = event.values.get("matter") if event.kind in (Kind.LINKED, Kind.FOLLOWED) else None
    return other if other in named.matters else None


def _opened(_procedure: Procedure, _event: MatterEvent, _named: Named) -> str:
    return _("开办")


def _moved(procedure: Procedure, event: MatterEvent, _named: Named) -> str:
    return str(procedure.move(event.name).label)


def _followed(procedure: Procedure, event: MatterEvent, _named: Named) -> str:
    return _("随主件：%(move)s") % {"move": procedure.move(event.name).label}


def _excluded(_procedure: Procedure, event: MatterEvent, _named: Named) -> str:
    given = event.values
    if given.get("last"):
        return str(_("扣除时间：%(kind)s，%(first)s 至 %(last)s") % given)
    return str(_("扣除时间：%(kind)s，自 %(first)s 起") % given)


def _exclusion_ended(_procedure: Procedure, event: MatterEvent, _named: Named) -> str:
    return str(_("扣除时间到 %(last)s 为止") % event.values)


def _noted(_procedure: Procedure, event: MatterEvent, _named: Named) -> str:
    given = event.values
    if not given.get("from"):
        return _("记事")
    words = {"from": given["from"], "who": given.get("who") or _("系统"), "on": str(given.get("on", ""))[:10]}
    return _("记事（带自 %(from)s，%(who)s %(on)s）") % words


def _team_changed(_procedure: Procedure, event: MatterEvent, named: Named) -> str:
    given = event.values
    words = {"people": people_text(given.get("people"), named.reader.names)}
    if given.get("what") == "recused":
        return _("回避：%(people)s") % words
    return _("指派%(part)s：%(people)s") % {**words, "part": LABELS[Part(given["part"])]}


def _seats_changed(procedure: Procedure, event: MatterEvent, named: Named) -> str:
    given = event.values
    words = {
        "seat": seat_text(procedure, str(given.get("seat", ""))),
        "name": named.seats.get(int(given["participant"]), UNKNOWN),
    }
    if given.get("what") == "removed":
        return _("%(seat)s退出：%(name)s") % words
    if given.get("what") == "code":
        return _("给%(seat)s发查询码：%(name)s") % words
    return _("登记%(seat)s：%(name)s") % words


def _filed(_procedure: Procedure, event: MatterEvent, named: Named) -> str:
    name = named.files.get(int(event.values["file"]))
    return _("附入材料：%(name)s") % {"name": name} if name else _("附入材料（仅办案人员可见）")


def _document(_procedure: Procedure, event: MatterEvent, _named: Named) -> str:
    done = {
        "wanted": _("添加文书：%(title)s"),
        "issued": _("制发文书：%(title)s"),
        "entered_later": _("补录文书：%(title)s，成文 %(issued_on)s，录入 %(entered_on)s"),
        "voided": _("作废文书：%(title)s"),
        "served": _("送达文书：%(title)s，%(day)s 送达"),
    }
    given = event.values
    what = "entered_later" if given.get("entered_on") else str(given["what"])
    return done[what] % {
        "day": given.get("served_on", ""),
        **given,
        "title": title_of(str(given["template"])),
    }


def _handed_over(_procedure: Procedure, event: MatterEvent, named: Named) -> str:
    given, names = event.values, named.reader.names
    words = {"from": people_text(given.get("from") or 0, names), "to": people_text(given["to"], names)}
    return _("转办：%(from)s → %(to)s") % words


def _link(_procedure: Procedure, event: MatterEvent, named: Named) -> str:
    given = event.values
    kind = str(given.get("link", ""))
    if kind in ("shared", "unshared"):
        unit = named.units.get(int(given["unit"]), UNKNOWN)
        words = _("共享给%(unit)s") if kind == "shared" else _("停止共享给%(unit)s")
        return words % {"unit": unit}
    number = named.matters.get(int(given["matter"]), _("另一件事项"))
    if given.get("parted") or given.get("left"):
        return _("与 %(number)s 分开") % {"number": number}
    return link_words(kind, is_first=given.get("role") == "first") % {"number": number}


def link_words(kind: str, *, is_first: bool) -> str:
    """How a matter goes with another, from the side of the first or the second."""
    first, second = {
        MatterLink.Kind.RELATED.value: (_("与 %(number)s 相关"), _("与 %(number)s 相关")),
        MatterLink.Kind.MERGED.value: (_("并入 %(number)s，就此办结"), _("%(number)s 并入本件")),
        MatterLink.Kind.SOURCE.value: (
            _("并入 %(number)s，作为它的又一来源"),
            _("%(number)s 并入本件，作为又一来源"),
        ),
        MatterLink.Kind.SPLIT.value: (_("分出 %(number)s"), _("由 %(number)s 分出")),
        MatterLink.Kind.CONTINUED.value: (_("转为 %(number)s 继续办理"), _("由 %(number)s 转来")),
    }[kind]
    return first if is_first else second


_WORDS: dict[str, Callable[[Procedure, MatterEvent, Named], str]] = {
    Kind.OPENED: _opened,
    Kind.MOVED: _moved,
    Kind.FOLLOWED: _followed,
    Kind.EXCLUDED: _excluded,
    Kind.EXCLUSION_ENDED: _exclusion_ended,
    Kind.NOTED: _noted,
    Kind.TEAM_CHANGED: _team_changed,
    Kind.SEATS_CHANGED: _seats_changed,
    Kind.FILED: _filed,
    Kind.DOCUMENT: _document,
    Kind.LINKED: _link,
    Kind.HANDED_OVER: _handed_over,
}
