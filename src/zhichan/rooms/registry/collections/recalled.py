"""Patents that left the register, as an index held them (往日专利): lists that were kept name them.

The row of such a patent stands in its table, hidden: it says how the words that were held are written.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhichan.core.search.collection import Collection, Hit
from zhichan.core.search.content import Content
from zhichan.core.search.recalling import spelled, texts_held
from zhichan.rooms.registry.collections.holders import named, names_of
from zhichan.rooms.registry.kinds import application_number_text
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.patent_history import STATUSES


def recall_patents(collection: Collection, held: Mapping[int, Content]) -> list[Hit]:
    """What a list shows of them. Two queries."""
    rows = Patent.objects.in_bulk(list(held))
    names = names_of(rows.values())
    return [_hit(pk, content, rows.get(pk), names, collection) for pk, content in held.items()]


def _hit(
    pk: int, content: Content, row: Patent | None, names: Mapping[int, str], collection: Collection
) -> Hit:
    texts = texts_held(collection, content)
    title = spelled(texts["title"], [row.title] if row else [])
    holders = spelled(texts["applicants"], named(row, names) if row else [])
    number, status, public_class = (_first(content, name) for name in ("number", "status", "public_class"))
    word = str(dict(STATUSES).get(status, ""))
    facts = {
        "applicant": holders,
        "kind": str(dict(Patent.Kind.choices).get(_first(content, "kind"), "")),
        "status": word,
        "class": public_class,
        "filed_on": _day(_first(content, "filed_on")),
        "ipc": _first(content, "ipc_main"),
    }
    return Hit(
        id=pk,
        number=application_number_text(number),
        title=title or application_number_text(number),
        url="",
        texts={"title": title, "applicants": holders},
        facts=facts,
        about=" · ".join(one for one in (facts["kind"], word, holders) if one),
        is_sample=row is not None and row.is_sample,
        is_gone=True,
    )


def _first(content: Content, name: str) -> str:
    return str(next(iter(content.columns.get(name, ())), ""))


def _day(number: str) -> str:
    """``20240930`` as ``2024-09-30``."""
    return f"{number[:4]}-{number[4:6]}-{number[6:]}" if number else ""
