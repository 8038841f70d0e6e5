"""Matters as they are searched (事项检索库): of every procedure, as far as whoever sees a matter may read it.

Only what everybody reads on the page of a matter is indexed. Who takes part in secret is not, nor what forms
hold, nor notes, papers, telephones and the numbers of persons: those are masked for some who see the matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Reach, reach_of, units_of
from zhichan.core.matters.models import Matter, MatterShare, Participant, TeamMember
from zhichan.core.matters.queries import matters_visible_to, procedure_of
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.matters.writing.team import path_of
from zhichan.core.people.queries.units import other_names
from zhichan.core.registers.searched import day_number, unit_group
from zhichan.core.search.collection import (
    EVERYTHING,
    Collection,
    Hit,
    Record,
    Scope,
    SearchField,
    Sort,
    choice_field,
    register_collection,
)
from zhichan.core.search.of_model import ids_of, seen_of
from zhichan.core.search.told_columns import columns_of

OPEN, CLOSED = "open", "closed"
_STANDINGS = ((OPEN, _("在办")), (CLOSED, _("已办结")))


def in_todays_language(values: Sequence[str]) -> Mapping[str, str]:
    """Labels of procedures are indexed in the language they are written in."""
    return {value: gettext(value) for value in values}


FIELDS = (
    SearchField("number", "NO", _("编号"), also=("案号", "事项编号")),
    SearchField("title", "TI", _("事由"), also=("案由", "标题", "名称")),
    SearchField("parties", "PA", _("参与人"), also=("当事人",)),
    SearchField(
        "codes",
        "CC",
        _("统一社会信用代码"),
        Sort.CODE,
        ("信用代码",),
        normal=lambda code: code.strip().upper(),
    ),
    SearchField("procedure", "PR", _("程序"), Sort.CODE, facet=True, words=in_todays_language),
    SearchField("state", "ST", _("环节"), Sort.CODE, ("状态",), facet=True, words=in_todays_language),
    choice_field("standing", "OC", _("办理情况"), lambda: _STANDINGS),
    SearchField("unit", "UN", _("办理单位"), facet=True, also=("单位",), also_in="unit_names"),
    SearchField("handler", "HD", _("主办"), facet=True, also=("主办人",)),
    choice_field("track", "TK", _("繁简"), lambda: Matter.Track.choices),
    SearchField("opened_on", "OD", _("开办日"), Sort.DAY, ("受理日",), facet=True),
    SearchField("closed_on", "CD", _("办结日"), Sort.DAY, facet=True),
    SearchField("unit_names", "UNN", _("办理单位其他名称"), is_inner=True),
)


def read_matters(ids: Sequence[int]) -> Iterator[Record]:
    rows = list(Matter.objects.filter(pk__in=ids).select_related("unit", "handler"))
    people, groups = _people(ids), _groups(ids)
    names = other_names({row.unit for row in rows})
    with override("zh-hans"):
        values = {row.pk: _values(row, people.get(row.pk, []), names[row.unit_id]) for row in rows}
    for row in rows:
        scope = frozenset({unit_group(row.unit_id), *groups.get(row.pk, ())})
        yield Record(row.pk, values[row.pk], scope)


def _people(ids: Sequence[int]) -> dict[int, list[Participant]]:
    """Who takes or took part and is no secret."""
    rows = Participant.objects.filter(matter__in=ids, is_secret=False).order_by("matter_id", "pk")
    return {pk: list(some) for pk, some in groupby(rows, key=lambda one: one.matter_id)}


def _groups(ids: Sequence[int]) -> dict[int, set[str]]:
    """Who sees each of them besides its own unit: units it is shared with, and those who work on it."""
    found: dict[int, set[str]] = {}
    for pk, unit in MatterShare.objects.filter(matter__in=ids).values_list("matter_id", "unit_id"):
        found.setdefault(pk, set()).add(unit_group(unit))
    working = TeamMember.objects.filter(matter__in=ids, until__isnull=True)
    for pk, person in working.values_list("matter_id", "person_id"):
        found.setdefault(pk, set()).add(person_group(person))
    return found


def person_group(person_id: int | None) -> str:
    return f"person:{person_id}"


def _values(
    row: Matter, people: Sequence[Participant], unit_names: Sequence[str]
) -> dict[str, Sequence[str] | Sequence[int]]:
    procedure = procedure_of(row)
    firms = (one for one in people if one.kind == Participant.Kind.ORGANISATION)
    return {
        "number": [row.number],
        "title": [row.title],
        "parties": list(dict.fromkeys(one.name for one in people)),
        "codes": [one.identifier for one in firms if one.identifier],
        "procedure": [str(procedure.label)],
        "state": [str(procedure.state(row.state).label)],
        "standing": [OPEN if row.is_open else CLOSED],
        "unit": [row.unit.name],
        "unit_names": unit_names,
        "handler": [row.handler.name] if row.handler else [],
        "track": [row.track] if row.track else [],
        "opened_on": _day(row.opened_at),
        "closed_on": _day(row.closed_at),
    }


def _day(at: datetime | None) -> list[int]:
    return day_number(timezone.localdate(at)) if at else []


def tell_matters(ids: Sequence[int], actor: Actor) -> list[Hit]:
    """What a list of hits shows, in the order of the ids; nothing of what the actor may not see."""
    seen = matters_visible_to(actor).filter(pk__in=ids).select_related("unit", "handler")
    rows = {row.pk: row for row in seen}
    people = _people(list(rows))
    return [_hit(rows[pk], people.get(pk, [])) for pk in ids if pk in rows]


def _hit(row: Matter, people: Sequence[Participant]) -> Hit:
    procedure = procedure_of(row)
    stage = f"{procedure.label} · {procedure.state(row.state).label}"
    return Hit(
        id=row.pk,
        number=row.number,
        title=row.title,
        url=path_of(row.pk),
        texts={
            "number": row.number,
            "title": row.title,
            "parties": "；".join(dict.fromkeys(one.name for one in people)),
            "unit": row.unit.name,
            "handler": row.handler.name if row.handler else "",
        },
        facts={
            "procedure": str(procedure.label),
            "state": str(procedure.state(row.state).label),
            "unit": row.unit.name,
            "opened_on": timezone.localdate(row.opened_at).isoformat(),
            "closed_on": timezone.localdate(row.closed_at).isoformat() if row.closed_at else "",
        },
        about=" · ".join([row.number, stage, row.unit.name]),
        is_sample=row.is_sample,
    )


def scope_for(actor: Actor) -> Scope:
    """As ``matters_visible_to``: one's own units, what is shared with them, what one works on."""
    reach = reach_of(actor, MATTER_VIEW)
    if reach is None:
        return Scope()
    if reach is Reach.ALL:
        return EVERYTHING
    groups = {unit_group(unit) for unit in units_of(actor, MATTER_VIEW)}
    return Scope(frozenset(groups | {person_group(actor.id or 0)}))


def matters_of_units(ids: Sequence[int]) -> Iterable[int]:
    """The matters on which the name of a unit stands."""
    return Matter.objects.filter(unit__in=ids).values_list("pk", flat=True)


def matters_of_people(ids: Sequence[int]) -> Iterable[int]:
    return Matter.objects.filter(handler__in=ids).values_list("pk", flat=True)


MATTER_COLLECTION = Collection(
    name="matter",
    label=_("事项"),
    fields=FIELDS,
    read=read_matters,
    ids=ids_of(Matter),
    scope_for=scope_for,
    orders=("opened_on", "closed_on"),
    general=("title", "number", "parties"),
    tell=tell_matters,
    seen=seen_of(matters_visible_to),
    numbers=("number", "codes"),
    columns=columns_of(
        FIELDS, ("procedure", "state", "unit", "opened_on", "closed_on"), ("parties", "handler")
    ),
    sources={
        "matters.matter": lambda ids: ids,
        "people.unit": matters_of_units,
        "people.person": matters_of_people,
    },
    keeps_former=False,
    edition=2,
)
register_collection(MATTER_COLLECTION)
