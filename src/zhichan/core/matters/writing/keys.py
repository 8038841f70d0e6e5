"""Keeping by what a matter may be found to repeat another (查重用键)."""

from __future__ import annotations

from zhichan.core.matters.happenings import What, facts_of
from zhichan.core.matters.likeness import traits_of
from zhichan.core.matters.models import Matter, MatterKey
from zhichan.core.matters.queries import happenings_of, procedure_of


def keep_keys(matter: Matter) -> None:
    """Keep the keys that follow from the opening and from who sits in the seats now. Nothing is asked where
    the procedure compares nothing, else three queries, two more where they changed."""
    procedure = procedure_of(matter)
    if not procedure.alike:
        return
    values = facts_of(one for one in happenings_of(matter) if one.kind == What.OPENED)
    seated = list(matter.participants.filter(removed_at__isnull=True, is_secret=False).order_by("pk"))
    wanted = {trait.key for trait in traits_of(procedure, values, seated)}
    known = set(matter.keys.values_list("key", flat=True))
    if gone := known - wanted:
        matter.keys.filter(key__in=gone).delete()
    MatterKey.objects.bulk_create(MatterKey(matter=matter, key=key) for key in sorted(wanted - known))
