"""What a party holds, in which lists it stands and under which names it is known (主体页)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import today
from zhichan.core.access.rights import may
from zhichan.core.exports.kinds import Choice
from zhichan.core.registers.declaration import Register, all_registers
from zhichan.core.registers.ledger import register_address
from zhichan.core.registers.moments import BEGINNING, FOREVER, KNOWN_FOREVER, Moment
from zhichan.core.registers.queries import periods_at
from zhichan.core.registers.showing import source_of
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.models import ListMembership, ListMembershipPeriod, Party, PartyName, PartyPeriod
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS

_CLASS, _KIND, _HELD = "public_class", "kind", "in_force"


@dataclass(frozen=True)
class Part:
    """Rights of one public class: how many, and the list of them."""

    label: Label
    count: int
    url: str


@dataclass(frozen=True)
class Holding:
    """Rights of one kind. ``in_force``: those that stand; ``percent`` of the most of any kind."""

    register: str
    label: str
    noun: Label
    in_force: Part
    others: Sequence[Part]
    total: int
    percent: int = 0


@dataclass(frozen=True)
class Standing:
    """A place in a list from a day to a last day. ``since`` None: always; ``until`` None: no end is known."""

    membership: ListMembership
    url: str
    since: date | None
    until: date | None
    is_standing: bool
    source: str


@dataclass(frozen=True)
class DatedName:
    """``since`` None: always."""

    name: str
    since: date | None


def holdings_of(party: Party, members: Sequence[int], actor: Actor, moment: Moment) -> list[Holding]:
    """The rights of a party and of all that count as it, in every register whose rows have a holder.

    By the first-named holder, as the figures count. One query for each register; today by the index over
    holders, as of a day O(periods).
    """
    found: list[Holding] = []
    for register in all_registers():
        if "holder_id" in register.by_name and may(actor, register.view):
            found += _of_register(register, party, members, actor, moment)
    most = max((one.in_force.count for one in found), default=0)
    return [_with_share(one, most) for one in found]


def _with_share(one: Holding, most: int) -> Holding:
    percent = round(one.in_force.count * 100 / most) if most else 0
    return replace(one, percent=percent)


def _of_register(
    register: Register, party: Party, members: Sequence[int], actor: Actor, moment: Moment
) -> list[Holding]:
    counts = _counts(register, members, actor, moment)
    base = {"holder": str(party.pk), **_params(moment)}
    kinds = list(dict.fromkeys(kind for kind, _class in counts))
    return [_holding(register, kind, counts, base) for kind in _in_order(register, kinds)]


def _counts(
    register: Register, members: Sequence[int], actor: Actor, moment: Moment
) -> dict[tuple[str, str], int]:
    """How many rows there are of each kind and public class; empty for a field the register has not."""
    is_now = moment.on == today() and timezone.localdate(moment.known_at) == today()
    rows: QuerySet[Any] = register.current(actor) if is_now else periods_at(register, moment, actor)
    names = [name for name in (_KIND, _CLASS) if name in register.by_name]
    paths = [n if is_now or register.by_name[n].is_tracked else f"subject__{n}" for n in names]
    found = rows.filter(holder__in=members).order_by().values_list(*paths).annotate(n=Count("*"))
    counted: dict[tuple[str, str], int] = {}
    for *values, count in found:
        of = dict(zip(names, values, strict=True))
        counted[of.get(_KIND, ""), of.get(_CLASS, "")] = count
    return counted


def _in_order(register: Register, kinds: Sequence[str]) -> list[str]:
    order = [code for code, _label in _choices(register, _KIND)]
    return sorted(kinds, key=lambda kind: order.index(kind) if kind in order else len(order))


def _choices(register: Register, name: str) -> Sequence[tuple[str, Label]]:
    field = register.by_name.get(name)
    return field.kind.choices if field is not None and isinstance(field.kind, Choice) else ()


def _holding(
    register: Register, kind: str, counts: dict[tuple[str, str], int], base: dict[str, str]
) -> Holding:
    own = {a_class: n for (a_kind, a_class), n in counts.items() if a_kind == kind}
    label = str(dict(_choices(register, _KIND)).get(kind, register.label))
    label = label if label == str(register.label) else f"{register.label} · {label}"
    within = {**base, **({_KIND: kind} if kind else {})}
    words = dict(_choices(register, _CLASS))
    if not words:
        whole = Part(label, sum(own.values()), _url(register, within))
        return Holding(register.name, label, register.noun, whole, (), whole.count)

    def part(a_class: str) -> Part:
        return Part(
            words.get(a_class, a_class), own.get(a_class, 0), _url(register, {**within, _CLASS: a_class})
        )

    others = [part(a_class) for a_class in words if a_class != _HELD and own.get(a_class)]
    return Holding(register.name, label, register.noun, part(_HELD), others, sum(own.values()))


def _url(register: Register, params: dict[str, str]) -> str:
    return f"{register_address(register)}?{urlencode(params)}"


def _params(moment: Moment) -> dict[str, str]:
    """The part of an address that keeps the moment; nothing for today."""
    known_on = timezone.localdate(moment.known_at)
    found = {} if moment.on == today() else {"on": moment.on.isoformat()}
    return found if known_on == today() else {**found, "known": known_on.isoformat()}


def standings_of(members: Sequence[int], actor: Actor, moment: Moment) -> list[Standing]:
    """The places in lists of a party and of all that count as it, those that stand first. Two queries."""
    if not may(actor, MEMBERSHIPS.view):
        return []
    rows = MEMBERSHIPS.rows(actor).filter(party__in=members)
    rows = rows.select_related("list_kind", "batch", "person").order_by("list_kind__name", "pk")
    spans: dict[int, list[ListMembershipPeriod]] = {}
    known: Any = ListMembershipPeriod._default_manager
    for period in known.filter(subject__in=rows, known_to=KNOWN_FOREVER).order_by("valid_from"):
        spans.setdefault(period.subject_id, []).append(period)
    found = [_standing(row, spans[row.pk], moment) for row in rows if row.pk in spans]
    return sorted(found, key=lambda one: not one.is_standing)


def _standing(row: ListMembership, spans: Sequence[ListMembershipPeriod], moment: Moment) -> Standing:
    first, last = spans[0].valid_from, spans[-1].valid_to
    params = {"list_kind": str(row.list_kind_id), **_params(moment)}
    return Standing(
        row,
        _url(MEMBERSHIPS, params),
        None if first == BEGINNING else first,
        None if last == FOREVER else last - timedelta(days=1),
        any(span.valid_from <= moment.on < span.valid_to for span in spans),
        source_of(row),
    )


def dated_names(party: Party) -> list[DatedName]:
    """The names the party had, the latest first, as known now."""
    periods: Any = PartyPeriod._default_manager
    rows = periods.filter(subject=party, known_to=KNOWN_FOREVER).order_by("valid_from")
    found: list[DatedName] = []
    for since, name in rows.values_list("valid_from", "name"):
        if not found or found[-1].name != name:
            found.append(DatedName(name, None if since == BEGINNING else since))
    return found[::-1]


def other_names(party: Party, dated: Sequence[DatedName]) -> list[PartyName]:
    """The names without days under which the party is found besides."""
    told = {one.name for one in dated}
    return [one for one in party.names.order_by("pk") if one.name not in told]
