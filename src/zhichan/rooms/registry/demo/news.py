"""What became known of the demo's rights in the last days (示例): what subscriptions and warnings tell of.

Nothing of it changes which inventions and marks are in force: the figures of the plan stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.actions import Entry
from zhichan.core.registers.actions.record import change_row, record_rows
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.demo.rights import EVERY_FIRM, KINDS, SOURCE, at_nine, town_of
from zhichan.rooms.registry.models import Party, Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.trademark import TRADEMARKS

Kind = Patent.Kind
STEEL, FOOD, SOFTWARE, SEED, COLLEGE, FARMING = 0, 1, 2, 4, 8, 9
SERIALS = 9_700_000
FILED_DAYS_AGO = 75


def load_news(today: date) -> None:
    """Two pledges, two lapses, a transfer, new applications, one of them the first of its firm, and a mark
    like another; known since yesterday."""
    if not Patent.objects.filter(is_sample=True).exists():
        return
    on = today - timedelta(days=1)
    officer = actor_of(Person.objects.get(username="guihua"), on)
    pledged = _held_by(STEEL, Kind.INVENTION)
    for patent, days in zip((pledged[0], pledged[1]), (12, 8), strict=True):
        _happened(patent, "PLEDGED", today - timedelta(days=days), "示例：向银行出质", officer, on)
    for firm, days in ((FOOD, 6), (STEEL, 4)):
        lapsed = _held_by(firm, Kind.UTILITY_MODEL)[0]
        _happened(lapsed, "TERMINATED_UNPAID", today - timedelta(days=days), "示例：未缴年费", officer, on)
    _transfer(_held_by(COLLEGE, Kind.UTILITY_MODEL)[0], STEEL, today - timedelta(days=10), officer, on)
    record_rows(PATENTS, list(_filings(today, on)), by=officer, at=at_nine(on))
    record_rows(TRADEMARKS, [_like_mark(today, on)], by=officer, at=at_nine(on))


def _held_by(firm: int, kind: str) -> QuerySet[Patent]:
    in_force = Patent.objects.filter(is_sample=True, public_class="in_force", kind=kind)
    return in_force.filter(holder__name=EVERY_FIRM[firm][0]).order_by("-granted_on", "pk")


def _key_of(firm: int) -> str:
    return str(Party.objects.get(name=EVERY_FIRM[firm][0]).pk)


def _happened(patent: Patent, code: str, effective: date, note: str, by: Actor, on: date) -> None:
    entry = LegalEntry(code, effective, SOURCE, note)
    record_legal_event(PATENTS.name, patent.pk, entry, by=by, at=at_nine(on))


def _transfer(patent: Patent, to: int, effective: date, by: Actor, on: date) -> None:
    values = {"holder_ids": _key_of(to), "region": town_of(to)}
    entry = Entry(values, effective, SOURCE, "示例：成果转让", known_at=at_nine(on))
    change_row(PATENTS, patent.pk, entry, by=by, at=at_nine(on))


def _filings(today: date, on: date) -> Iterator[Entry]:
    filed_on = today - timedelta(days=FILED_DAYS_AGO)
    for serial, firm in enumerate((STEEL, SOFTWARE, SEED, FARMING)):
        _name, title, ipc = EVERY_FIRM[firm]
        values = {
            "number": f"CN{filed_on.year}{KINDS[Kind.INVENTION][0]}{SERIALS + serial:07d}",
            "kind": Kind.INVENTION,
            "title": f"{title}的改进（示例新{serial + 1}）",
            "filed_on": filed_on,
            "holder_ids": _key_of(firm),
            "region": town_of(firm),
            "ipc_main": ipc,
        }
        yield Entry(values, on, SOURCE, is_sample=True)


def _like_mark(today: date, on: date) -> Entry:
    """Of another firm, in the class of the mark it is like."""
    values = {
        "number": "96999999-30",
        "title": "禾岚谷藏",
        "filed_on": today - timedelta(days=FILED_DAYS_AGO),
        "holder_ids": _key_of(SEED),
        "region": town_of(SEED),
    }
    return Entry(values, on, SOURCE, is_sample=True)
