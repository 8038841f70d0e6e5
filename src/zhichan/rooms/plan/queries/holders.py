"""Who can hold a designation (创建对象): a unit, a region, or a party of the registry, by one key."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.measures.regions import known_regions
from zhichan.core.people.models import Unit
from zhichan.rooms.registry.face import ListEntry, list_entries_of, party_called


@dataclass(frozen=True)
class Holder:
    """``key``: ``unit:3``, ``region:120110``, ``party:5``; ``name`` as it is shown."""

    key: str
    name: str


def holder_of(kind: str, words: str) -> Holder:
    """The unit of that name, the region of that code or name, or the party of that name or credit code.

    ``kind``: unit, region or party. Raises InvalidInput where there is none, or more than one. One query.
    """
    words = words.strip()
    found = _meant(kind, words) if words else []
    if len(found) != 1:
        message = _("没有找到“%(words)s”。") if not found else _("“%(words)s”对应不止一个，请写代码。")
        raise InvalidInput(message % {"words": words[:60]}, field="holder")
    key, name = found[0]
    return Holder(f"{kind}:{key}", name)


def _meant(kind: str, words: str) -> list[tuple[str, str]]:
    if kind == "unit":
        return [(str(pk), name) for pk, name in Unit.objects.filter(name=words).values_list("pk", "name")]
    if kind == "region":
        return [pair for pair in known_regions() if words in pair]
    return [(str(pk), name) for pk, name in party_called(words)]


def entries_of_holder(key: str) -> list[ListEntry]:
    """The entries of the registry's dated lists of a firm; none for a unit or a region."""
    kind, _colon, pk = key.partition(":")
    return list_entries_of(int(pk)) if kind == "party" else []


def entry_of_holder(key: str, entry: int) -> ListEntry | None:
    return next((one for one in entries_of_holder(key) if one.pk == entry), None)
