"""When records came into an index and what it held of them before (往日内容): kept in the database.

An index that is built anew learns from here since when it holds each record, and what it held before. What
changed while it was lost is known as it is now alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Max

from zhichan.core.search import packed_ids
from zhichan.core.search.collection import Collection
from zhichan.core.search.content import Content, packed, unpacked
from zhichan.core.search.index import Former, Held
from zhichan.core.search.models import FormerRecord, SearchIntake

CHUNK = 500


def note_new(collection: Collection, ids: Sequence[int], at: int) -> None:
    """These records are held from ``at`` on, in milliseconds."""
    if ids:
        SearchIntake.objects.create(collection=collection.name, at=at, ids=packed_ids.packed(ids))


def keep_formers(
    collection: Collection, held: Mapping[int, Held], following: Mapping[int, Content], at: int
) -> list[Former]:
    """Keep what was held of records that are held otherwise, or no more, from ``at`` on.

    Once more for the same state moves its end: whoever was killed before the index had it comes again.
    """
    made = [
        FormerRecord(
            collection=collection.name,
            record_id=one,
            since=was.since,
            until=at,
            content=packed(was.content, following.get(one)),
        )
        for one, was in held.items()
    ]
    FormerRecord.objects.bulk_create(
        made,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["collection", "record_id", "since"],
        update_fields=["until", "content"],
    )
    rows = FormerRecord.objects.filter(collection=collection.name, record_id__in=list(held), until=at)
    return [Former(row.pk, row.record_id, row.since, at, held[row.record_id].content) for row in rows]


def since_when(collection: Collection) -> dict[int, int]:
    """Since when each record is held, in milliseconds, of those not held from the beginning."""
    found: dict[int, int] = {}
    for row in SearchIntake.objects.filter(collection=collection.name).order_by("at").iterator():
        found.update(dict.fromkeys(packed_ids.unpacked(row.ids), row.at))
    ends = FormerRecord.objects.filter(collection=collection.name).values_list("record_id")
    for record_id, end in ends.annotate(end=Max("until")).order_by().iterator():
        found[record_id] = max(found.get(record_id, 0), end)
    return found


def former_states(
    collection: Collection, ids: Sequence[int], contents: Mapping[int, Content]
) -> Iterator[Former]:
    """The former states of some records, the last first of each. ``contents``: what is held of them now."""
    rows = FormerRecord.objects.filter(collection=collection.name, record_id__in=list(ids))
    later = dict(contents)
    for row in rows.order_by("record_id", "-since").iterator():
        content = unpacked(bytes(row.content), later.get(row.record_id))
        later[row.record_id] = content
        yield Former(row.pk, row.record_id, row.since, row.until, content)


def contents_then(collection: Collection, ids: Sequence[int], at: int, known_at: int) -> dict[int, Content]:
    """What was held at an instant of those of some records that are held otherwise at ``known_at``, or no
    more. Texts that stayed the same since are empty."""
    wanted = frozenset(ids)
    rows = FormerRecord.objects.filter(
        collection=collection.name, since__lte=at, until__gt=at, until__lte=known_at
    )
    return {
        row.record_id: unpacked(bytes(row.content), None)
        for row in rows.iterator()
        if row.record_id in wanted
    }


def with_former_states(collection: Collection, after: int, limit: int) -> list[int]:
    """The next records that have former states, in rising order."""
    rows = FormerRecord.objects.filter(collection=collection.name, record_id__gt=after)
    return list(rows.order_by("record_id").values_list("record_id", flat=True).distinct()[:limit])
