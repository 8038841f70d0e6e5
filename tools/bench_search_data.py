"""Fills an installation with patents and their texts, as many as the promises of search speak of.

Texts are those of ``search_corpus``. Everything else is drawn: kinds, days, states, towns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import search_corpus

CHUNK = 20_000
KNOWN = datetime(2026, 2, 10, 4, tzinfo=UTC)
TOWNS = [f"12011{number:01d}1{town:02d}" for number in range(1, 9) for town in range(1, 6)]
_PATENT = (
    "id", "office", "number", "check_character", "kind", "title", "filed_on", "publication_number",
    "grant_number", "granted_on", "ipc_main", "ipc", "inventors", "agency", "address", "priorities", "family",
    "family_members", "pct_number", "status", "public_class", "holder", "holder_ids", "region", "sei",
    "overseas_right", "long_maintained", "pledge", "award", "is_shown", "known_at", "source", "is_sample",
)  # fmt: skip
_SOURCE = ("patent", "language", "known_at", "person", "source")
_PARTY = (
    "kind", "name", "name_key", "credit_code", "english_name", "listed_code", "region", "industry", "trade",
    "address", "is_shown", "is_sample", "source", "known_at",
)  # fmt: skip
_STATES = (("FILED", "pending"), ("IN_FORCE", "in_force"), ("LAPSED_FEE", "ended"))


def fill(count: int) -> None:
    """Add so many patents to an installation that has at least one person."""
    from zhichan.core.people.models import Person
    from zhichan.rooms.registry.models import Patent

    person = Person.objects.order_by("pk").first()
    assert person is not None
    last = Patent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    parties: dict[str, int] = {}
    chance, first = Random(6), last + 1
    sources = search_corpus.as_many_as(count)
    while some := list(islice(sources, CHUNK)):
        _add_parties(parties, (one.applicant for one in some))
        _add_patents(some, first, parties, chance, person.pk)
        first += len(some)


def _add_parties(known: dict[str, int], names: Iterable[str]) -> None:
    from zhichan.core.registers.bulk import insert_rows
    from zhichan.rooms.registry.models import Party

    new = list(dict.fromkeys(name for name in names if name and name not in known))
    rows = (("organisation", name, f"bench {name}", *("",) * 7, True, False, "bench", KNOWN) for name in new)
    insert_rows(Party, _PARTY, rows)
    known.update(
        Party.objects.filter(source="bench", pk__gt=max(known.values(), default=0)).values_list("name", "pk")
    )


def _add_patents(
    some: Sequence[search_corpus.Source], first: int, parties: dict[str, int], chance: Random, person: int
) -> None:
    from django.db import transaction

    from zhichan.core.registers.bulk import insert_rows
    from zhichan.rooms.registry.models import Patent, PatentText
    from zhichan.rooms.registry.models.patent_text import TEXTS

    with transaction.atomic():
        insert_rows(
            Patent, _PATENT, (_patent(pk, one, parties, chance) for pk, one in enumerate(some, first))
        )
        insert_rows(PatentText, (*_SOURCE, "digests", *TEXTS), _texts(some, first, person))


def _texts(some: Sequence[search_corpus.Source], first: int, person: int) -> Iterator[tuple[Any, ...]]:
    """Abstracts; every other text is empty."""
    from zhichan.rooms.registry.models.patent_text import TEXTS

    for pk, one in enumerate(some, first):
        given = (one.abstract if name == "abstract" else "" for name in TEXTS)
        yield (pk, "zh", KNOWN, person, "bench", "", *given)


def _patent(pk: int, one: search_corpus.Source, parties: dict[str, int], chance: Random) -> tuple[Any, ...]:
    filed = date(2008, 1, 1) + timedelta(days=chance.randrange(6500))
    state = chance.choices(_STATES, (3, 5, 2))[0]
    granted = None if state[1] == "pending" else filed + timedelta(days=chance.randrange(200, 1200))
    holder = parties.get(one.applicant)
    kind = chance.choices(("invention", "utility_model"), (6, 4))[0]
    return (
        pk, "CN", f"CN20151{pk:07d}", "", kind, one.title[:500], filed, "", "", granted, one.ipc, "",
        one.inventor[:500], *("",) * 6, *state, holder, str(holder or ""), chance.choice(TOWNS), *("",) * 5,
        True, KNOWN, "bench", False,
    )  # fmt: skip
