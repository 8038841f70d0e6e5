"""Which version of a procedure is shown: the one asked for, or the one in force on a day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zhichan.core.errors import NotFound
from zhichan.core.matters.loading import all_procedures, version_of
from zhichan.core.matters.procedure import Procedure


def versions_of(name: str) -> tuple[Procedure, ...]:
    """All of them, the oldest first. Raises NotFound, naming the procedures there are."""
    found = tuple(one for one in all_procedures() if one.name == name)
    if not found:
        names = "、".join(dict.fromkeys(one.name for one in all_procedures()))
        raise NotFound(_("没有程序“%(name)s”；现有：%(names)s。") % {"name": name[:40], "names": names})
    return found


def chosen(name: str, version: int | None, day: date) -> Procedure:
    """The version asked for; without one that in force on the day, or else the first. Raises NotFound."""
    versions = versions_of(name)
    if version is not None:
        return version_of(name, version)
    in_force = [one for one in versions if one.in_force_from <= day]
    return in_force[-1] if in_force else versions[0]


def in_force_on(day: date) -> tuple[Procedure, ...]:
    """Each procedure once, in the version in force on the day, or its first one."""
    names = dict.fromkeys(one.name for one in all_procedures())
    return tuple(chosen(name, None, day) for name in names)


def compared_with(procedure: Procedure) -> tuple[Procedure, Procedure] | None:
    """The version before it and itself; of the first one itself and the next; None where it is alone."""
    versions = versions_of(procedure.name)
    place = versions.index(procedure)
    if len(versions) == 1:
        return None
    return (versions[place - 1], procedure) if place else (procedure, versions[1])
