"""Writing what the resolution decided: joins as events, questions for a person (落定)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.bulk import fresh_ids, insert_rows
from zhichan.core.registers.declaration import half_written_batches
from zhichan.core.registers.derive import derive
from zhichan.core.registers.moments import BEGINNING, KNOWN_FOREVER
from zhichan.rooms.registry.joining.asking import Asked, decisions_on, parties_asked
from zhichan.rooms.registry.models import (
    JoinCandidate,
    JoinQuestion,
    Party,
    PartyEvent,
    PartyJoin,
    PartyName,
    PartyPeriod,
)
from zhichan.rooms.registry.models.party import JOINED, PARTIES
from zhichan.rooms.registry.naming import party_key
from zhichan.rooms.registry.resolution import Candidate, Decision, Outcome, Reason
from zhichan.rooms.registry.resolution.model import stored_model

CHUNK = 900  # SQLite takes so many values in one condition without harm
_UPDATED_AT_ONCE = 300


@dataclass(frozen=True)
class Found:
    """A party that was decided on, when it became known, and the batch it came with."""

    id: int
    known_at: datetime
    batch_id: int | None


def settle_batch(batch: ImportBatch, *, at: datetime) -> Counter[Outcome]:
    """Resolve the parties that a batch brings in, while it is being written; they count with the batch.

    A join is known as soon as both parties are. Cut off, the next call goes on with what is left.
    """
    mine = Party.objects.filter(batch=batch, resolved_at=None)
    asked = parties_asked(mine)
    if not asked:
        return Counter()
    decisions = decisions_on(asked, own_batch=batch.pk)
    for chunk in _chunks(decisions, CHUNK):
        _settle(chunk, at=at, is_committed=False)
    return _tally(decisions.values())


def settle_committed(batch: ImportBatch, at: datetime) -> Counter[Outcome]:
    """Resolve the parties that a batch has brought into the register; a join is known from ``at`` on."""
    return _settled(parties_asked(unresolved().filter(batch=batch)), at)


def unresolved() -> QuerySet[Party]:
    """The parties in the register that are still to be asked about."""
    waiting = Party.objects.filter(resolved_at=None, is_shown=True)
    half_written = half_written_batches()
    return waiting.exclude(batch__in=half_written) if half_written else waiting


def settle_next(limit: int, *, at: datetime) -> Counter[Outcome]:
    """Resolve the next parties of the register that are not yet; a join is known from ``at`` on."""
    first = list(unresolved().order_by("pk").values_list("pk", flat=True)[:limit])
    return _settled(parties_asked(unresolved().filter(pk__lte=first[-1])) if first else [], at)


def _settled(asked: Sequence[Asked], at: datetime) -> Counter[Outcome]:
    decisions = decisions_on(asked) if asked else {}
    for chunk in _chunks(decisions, CHUNK):
        _settle(chunk, at=at, is_committed=True)
    return _tally(decisions.values())


def _tally(decisions: Iterable[Decision]) -> Counter[Outcome]:
    return Counter(decision.outcome for decision in decisions)


def _chunks(decisions: Mapping[int, Decision], size: int) -> Iterator[dict[int, Decision]]:
    entries = list(decisions.items())
    for first in range(0, len(entries), size):
        yield dict(entries[first : first + size])


@transaction.atomic
def _settle(decisions: Mapping[int, Decision], *, at: datetime, is_committed: bool) -> None:
    """One piece: everything that follows from its decisions, or nothing."""
    rows = Party.objects.select_for_update().filter(pk__in=list(decisions), resolved_at=None)
    open_ = {
        pk: Found(pk, known_at, batch) for pk, known_at, batch in rows.values_list("pk", "known_at", "batch")
    }
    joined = {pk: one for pk, one in decisions.items() if pk in open_ and one.outcome == Outcome.JOINED}
    queued = {pk: one for pk, one in decisions.items() if pk in open_ and one.outcome == Outcome.QUEUED}
    _join(joined, open_, at=at, is_committed=is_committed)
    _ask(queued, open_, at)
    if is_committed:
        _name(list(open_))
    Party.objects.filter(pk__in=list(open_)).update(resolved_at=at)


def _join(
    joined: Mapping[int, Decision], open_: Mapping[int, Found], *, at: datetime, is_committed: bool
) -> None:
    heads = {pk: int(one.party) for pk, one in joined.items()}
    known = _known_from(heads, open_, at, is_committed)
    ids = fresh_ids(PartyEvent, len(joined))
    version = stored_model().version
    source = _("归并模型 %(v)s") % {"v": version}
    insert_rows(
        PartyEvent,
        ("id", "subject", "code", "values", "effective_on", "known_at", "batch", "source", "note"),
        (
            (event, pk, JOINED, json.dumps({"joined_to_id": str(heads[pk])}), BEGINNING, known[pk],
             open_[pk].batch_id, source, "")
            for event, pk in zip(ids, joined, strict=True)
        ),
    )  # fmt: skip
    PartyJoin.objects.bulk_create(
        PartyJoin(
            event_id=event,
            party_id=pk,
            head_id=heads[pk],
            rule=one.rule.value,
            similarity=one.similarity,
            reasons=_kept(one.reasons),
            model_version=version,
        )
        for event, (pk, one) in zip(ids, joined.items(), strict=True)
    )
    if is_committed:
        derive(PARTIES, joined, at=at)
    else:
        _join_unborn(heads, known)


def _known_from(
    heads: Mapping[int, int], open_: Mapping[int, Found], at: datetime, is_committed: bool
) -> dict[int, datetime]:
    """From when each join is known: now, or for a party not committed yet as soon as both parties are."""
    if is_committed:
        return dict.fromkeys(heads, at)
    rows = Party.objects.filter(pk__in=set(heads.values())).values_list("pk", "known_at")
    learned = dict(rows)
    return {pk: max(open_[pk].known_at, learned[head]) for pk, head in heads.items()}


def _join_unborn(heads: Mapping[int, int], known: Mapping[int, datetime]) -> None:
    """Periods and rows of parties whose batch is not committed: each has one period, from the beginning on.

    Their events count only once the batch does, so they cannot be derived yet.
    """
    periods = list(PartyPeriod.objects.filter(subject__in=list(heads), known_to=KNOWN_FOREVER))
    later = [one for one in periods if one.known_from < known[one.subject_id]]
    before = [_copy(one, known_to=known[one.subject_id]) for one in later]
    for one in periods:
        one.joined_to_id = heads[one.subject_id]
        one.known_from = max(one.known_from, known[one.subject_id])
    PartyPeriod.objects.bulk_update(periods, ["joined_to", "known_from"], batch_size=_UPDATED_AT_ONCE)
    PartyPeriod.objects.bulk_create(before)
    parties = [Party(pk=pk, joined_to_id=head) for pk, head in heads.items()]
    Party.objects.bulk_update(parties, ["joined_to"], batch_size=_UPDATED_AT_ONCE)


def _copy(period: PartyPeriod, **changed: Any) -> PartyPeriod:
    values = {field.attname: getattr(period, field.attname) for field in period._meta.concrete_fields}
    return PartyPeriod(**{**values, "id": None, **changed})


def _ask(queued: Mapping[int, Decision], open_: Mapping[int, Found], at: datetime) -> None:
    """Questions with their candidates, likeliest first."""
    ids = fresh_ids(JoinQuestion, len(queued))
    version = stored_model().version
    insert_rows(
        JoinQuestion,
        ("id", "party", "batch", "rule", "similarity", "model_version", "asked_at", "decision", "reason"),
        (
            (question, pk, open_[pk].batch_id, one.rule.value, one.similarity, version, at, "", "")
            for question, (pk, one) in zip(ids, queued.items(), strict=True)
        ),
    )
    insert_rows(
        JoinCandidate,
        ("question", "party", "place", "similarity", "reasons"),
        (
            (question, int(candidate.party), place, candidate.similarity, _text(candidate))
            for question, one in zip(ids, queued.values(), strict=True)
            for place, candidate in enumerate(one.candidates)
        ),
    )


def _kept(reasons: Sequence[Reason]) -> list[list[Any]]:
    return [list(reason) for reason in reasons]


def _text(candidate: Candidate) -> str:
    return json.dumps(_kept(candidate.reasons), ensure_ascii=False)


def _name(ids: Sequence[int]) -> None:
    """The name of each party among the names it is found by, so that the next file finds it."""
    rows = Party.objects.filter(pk__in=ids).exclude(names__kind__isnull=False)
    PartyName.objects.bulk_create(
        PartyName(party_id=pk, name=name, key=party_key(name), kind=PartyName.Kind.OFFICIAL)
        for pk, name in rows.values_list("pk", "name")
    )
