"""Navigation projects an actor may see, and what is recorded of them (导航项目查询)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import may, require
from zhichan.core.search.asking import found_collection
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.indexing import searcher_at
from zhichan.core.search.packed_ids import unpacked
from zhichan.core.search.recalling import left, told_then
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Ids
from zhichan.rooms.search.models import (
    NavigationDataSet,
    NavigationEntry,
    NavigationFinding,
    NavigationMember,
    NavigationProject,
    NavigationReport,
)
from zhichan.rooms.search.queries.theme_rows import Rows, Seen, rows_in, within
from zhichan.rooms.search.rights import NAVIGATION_KEEP, NAVIGATION_VIEW

Part, Kind = NavigationMember.Part, NavigationEntry.Kind


def projects_visible_to(actor: Actor) -> QuerySet[NavigationProject]:
    """Their own and those they are a member of."""
    if not may(actor, NAVIGATION_VIEW):
        return NavigationProject.objects.none()
    if actor.kind == "system":
        return NavigationProject.objects.all()
    member_of = NavigationMember.objects.filter(person=actor.id).values("project_id")
    return NavigationProject.objects.filter(Q(made_by=actor.id) | Q(pk__in=member_of))


def project_visible_to(actor: Actor, pk: int) -> NavigationProject:
    """Raises NotFound."""
    require(actor, NAVIGATION_VIEW)
    rows = projects_visible_to(actor).select_related("made_by", "owner_unit")
    return found(rows.filter(pk=pk).first())


def keeps(actor: Actor, project: NavigationProject) -> bool:
    return actor.kind == "system" or (actor.id is not None and project.made_by_id == actor.id)


def may_take(actor: Actor, project: NavigationProject, *parts: NavigationMember.Part) -> bool:
    """Whether the actor has one of these parts in it; whoever keeps it has all."""
    if not may(actor, NAVIGATION_KEEP):
        return False
    members = NavigationMember.objects.filter(project=project, person=actor.id, part__in=parts)
    return keeps(actor, project) or members.exists()


def latest_data_sets(project: NavigationProject) -> list[NavigationDataSet]:
    """The newest of each name, in the order of their names."""
    rows = project.data_sets.select_related("made_by").order_by("name", "number")
    return list({one.name: one for one in rows}.values())


def projects_written_by(actor: Actor) -> list[NavigationProject]:
    """The open projects whose data and report the actor may write, the newest first. One query."""
    if actor.id is None or not may(actor, NAVIGATION_KEEP):
        return []
    edited = NavigationMember.objects.filter(person=actor.id, part=Part.EDIT).values("project_id")
    rows = projects_visible_to(actor).exclude(state=NavigationProject.State.CLOSED)
    return list(rows.filter(Q(made_by=actor.id) | Q(pk__in=edited)).order_by("-pk"))


def data_sets_by_id(project: NavigationProject) -> dict[int, NavigationDataSet]:
    """All of a project without their hits."""
    return {one.pk: one for one in project.data_sets.defer("hit_ids")}


def data_set_visible_to(actor: Actor, pk: int) -> NavigationDataSet:
    """A data set of a project the actor may see. Raises NotFound."""
    require(actor, NAVIGATION_VIEW)
    rows = NavigationDataSet.objects.filter(project__in=projects_visible_to(actor))
    return found(rows.select_related("project").filter(pk=pk).first())


def rows_then(data_set: NavigationDataSet, line: str, actor: Actor, after: int | None) -> Rows:
    """The rows of a data set that a line finds, as the index knew them when it was asked; told as they read
    today, those that left the register as they were then. Raises QueryError, TooExpensive, IndexMissing."""
    collection, at = found_collection("patent"), data_set.known_at
    node = within(frozenset(unpacked(data_set.hit_ids)), line, collection)
    scope = scope_now(collection, actor)
    seen = Seen(searcher_at(collection, at), scope)
    return rows_in(seen, node, collection, lambda ids: told_then(collection, ids, at, actor), after)


def gone_from(data_set: NavigationDataSet, actor: Actor) -> int:
    """How many records of a data set, of those the actor might see then, left the register since.

    Raises IndexMissing.
    """
    collection = found_collection("patent")
    scope, kept = scope_now(collection, actor), Ids(tuple(unpacked(data_set.hit_ids)))
    return len(left(collection, searcher_at(collection, data_set.known_at).ids(kept, scope)))


def gone_by_set(project: NavigationProject, actor: Actor) -> dict[int, int]:
    """For each data set of a project from which records left, how many; nothing while no index tells."""
    try:
        counts = {one.pk: gone_from(one, actor) for one in project.data_sets.all()}
    except IndexMissing:
        return {}
    return {pk: count for pk, count in counts.items() if count}


def gone_of(patents: AbstractSet[int]) -> frozenset[int]:
    """Those of some patents that left the register; none while no index tells."""
    try:
        return left(found_collection("patent"), patents)
    except IndexMissing:
        return frozenset()


def latest_report(project: NavigationProject) -> NavigationReport | None:
    return project.reports.select_related("made_by").order_by("-number").first()


@dataclass(frozen=True)
class FindingRead:
    """A finding, the decision that counts, what followed, and whether its data were asked again since."""

    finding: NavigationFinding
    decision: NavigationEntry | None
    follow_ups: Sequence[NavigationEntry]
    remarks: Sequence[NavigationEntry]
    is_stale: bool


def findings_of(project: NavigationProject) -> list[FindingRead]:
    latest = {one.name: one.number for one in latest_data_sets(project)}
    entries = list(project.entries.select_related("made_by").order_by("pk"))
    found_of: list[FindingRead] = []
    for one in project.findings.select_related("data_set", "made_by").order_by("pk"):
        own = [entry for entry in entries if entry.finding_id == one.pk]
        decisions = [entry for entry in own if entry.kind == Kind.DECISION]
        found_of.append(
            FindingRead(
                one,
                decisions[-1] if decisions else None,
                [entry for entry in own if entry.kind == Kind.FOLLOW_UP],
                [entry for entry in own if entry.kind == Kind.REMARK],
                one.data_set.number < latest[one.data_set.name],
            )
        )
    return found_of


def steps_of(project: NavigationProject) -> list[tuple[NavigationEntry.Step, NavigationEntry | None]]:
    """Each step of the general flow with the last that was recorded of it."""
    rows = project.entries.filter(kind=Kind.STEP).select_related("made_by").order_by("pk")
    last = {entry.step: entry for entry in rows}
    return [(step, last.get(step.value)) for step in NavigationEntry.Step]


@dataclass(frozen=True)
class ProjectRead:
    """A project with all that was recorded of it; ``data_sets``: every version of each, without its hits;
    ``gone``: how many records of each of those from which some left."""

    project: NavigationProject
    members: Sequence[NavigationMember]
    steps: Sequence[tuple[NavigationEntry.Step, NavigationEntry | None]]
    data_sets: Sequence[NavigationDataSet]
    findings: Sequence[FindingRead]
    gone: Mapping[int, int]

    @property
    def newest(self) -> Mapping[str, int]:
        """The number of the newest data set of each name."""
        return {one.name: one.number for one in self.data_sets}


def project_read(project: NavigationProject, actor: Actor) -> ProjectRead:
    return ProjectRead(
        project,
        list(project.members.select_related("person").order_by("pk")),
        steps_of(project),
        list(project.data_sets.defer("hit_ids").order_by("name", "number")),
        findings_of(project),
        gone_by_set(project, actor),
    )
