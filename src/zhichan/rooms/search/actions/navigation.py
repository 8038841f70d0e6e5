"""What is done in a navigation project (导航项目): made, staffed, its data asked, findings, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import found
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import InvalidInput, NotAllowed, WrongState
from zhichan.core.naming import named
from zhichan.core.people.models import Person
from zhichan.core.people.queries import people_holding
from zhichan.core.search.packed_ids import packed
from zhichan.rooms.search.models import (
    NavigationDataSet,
    NavigationEntry,
    NavigationFinding,
    NavigationMember,
    NavigationProject,
)
from zhichan.rooms.search.models.navigation import LONGEST_TEXT
from zhichan.rooms.search.models.theme import LONGEST_NAME
from zhichan.rooms.search.queries.navigation import keeps, may_take, project_visible_to
from zhichan.rooms.search.rights import NAVIGATION_KEEP, NAVIGATION_VIEW
from zhichan.rooms.search.theme_versions import asked_by

Part, Kind = NavigationMember.Part, NavigationEntry.Kind


@dataclass(frozen=True)
class NewProject:
    name: str
    kind: NavigationProject.Kind
    goal: str


@dataclass(frozen=True)
class Decided:
    """``by_whom``: the organ or person who decided; ``why`` in their words."""

    is_adopted: bool
    by_whom: str
    on: date
    why: str


def make_project(new: NewProject, *, by: Actor, at: datetime) -> NavigationProject:
    """Begin a navigation project. Raises NotAllowed, InvalidInput."""
    require(by, NAVIGATION_KEEP)
    unit = next((held.unit_id for held in by.held if held.unit_id is not None), None)
    with transaction.atomic():
        project = NavigationProject.objects.create(
            name=named(new.name, LONGEST_NAME),
            kind=new.kind,
            goal=_words(new.goal),
            owner_unit_id=unit,
            **_made(by, at),
        )
        record("search.navigation.made", subject=project, by=by, at=at, details={"kind": str(new.kind)})
    return project


@transaction.atomic
def set_member(
    project_id: int, person_id: int, part: NavigationMember.Part | None, *, by: Actor, at: datetime
) -> None:
    """Give somebody a part in a project, another one, or none.

    Raises NotAllowed for whoever does not keep it, NotFound, InvalidInput for somebody who cannot open
    projects, or with that part could only read them.
    """
    require(by, NAVIGATION_KEEP)
    project = project_visible_to(by, project_id)
    if not keeps(by, project):
        raise NotAllowed(_("只有立项人能安排成员。"), project=project_id)
    _refuse_unable(project, person_id, part, timezone.localdate(at))
    if part is None:
        project.members.filter(person=person_id).delete()
    else:
        values: dict[str, Any] = {"part": part, **_made(by, at)}
        NavigationMember.objects.update_or_create(project=project, person_id=person_id, defaults=values)
    details = {"person": person_id, "part": part and str(part)}
    record("search.navigation.staffed", subject=project, by=by, at=at, details=details)


def _refuse_unable(
    project: NavigationProject, person_id: int, part: NavigationMember.Part | None, on: date
) -> None:
    """Whoever leaves a project may be anybody who is in it."""
    if person_id == project.made_by_id or not Person.objects.filter(pk=person_id).exists():
        raise InvalidInput(_("请选项目外的一个人。"), field="person")
    if part is None:
        return
    if not people_holding(NAVIGATION_VIEW, on).filter(pk=person_id).exists():
        raise InvalidInput(_("这个人没有查看导航项目的权限，不能成为成员。"), field="person")
    if part != Part.READ and not people_holding(NAVIGATION_KEEP, on).filter(pk=person_id).exists():
        raise InvalidInput(_("这个人只能查看导航项目，请把分工选为“可看”。"), field="part")


def ask_data_set(
    project_id: int, name: str, line: str, note: str, *, by: Actor, at: datetime
) -> NavigationDataSet:
    """Ask a line and keep what it finds now as a data set; one of that name gets its next version.

    Raises as ``change_step``, and QueryError, IndexMissing, TooExpensive: nothing is kept then.
    """
    require(by, NAVIGATION_KEEP)
    project = _open(project_id, by, Part.EDIT)
    name = named(name, LONGEST_NAME)
    asked = asked_by(by, "patent", line)
    with transaction.atomic():
        NavigationProject.objects.select_for_update().get(pk=project.pk)
        before = project.data_sets.filter(name=name).order_by("-number").first()
        made = NavigationDataSet.objects.create(
            project=project,
            name=name,
            number=before.number + 1 if before else 1,
            line=asked.line,
            snapshot=asked.snapshot,
            snapshot_at=asked.snapshot_at,
            known_at=asked.known_at,
            hit_ids=packed(asked.hits),
            hit_count=len(asked.hits),
            note=_words(note, is_needed=False),
            **_made(by, at),
        )
        details = {"data_set": made.pk, "number": made.number, "hits": made.hit_count}
        record("search.navigation.asked", subject=project, by=by, at=at, details=details)
    return made


@transaction.atomic
def change_step(
    project_id: int, step: NavigationEntry.Step, is_done: bool, text: str, *, by: Actor, at: datetime
) -> NavigationEntry:
    """Record how far a step is. Raises NotFound, NotAllowed, InvalidInput, WrongState once it is closed."""
    require(by, NAVIGATION_KEEP)
    project = _open(project_id, by, Part.EDIT)
    values = {"step": step, "is_done": is_done, "text": _words(text)}
    return _entry("search.navigation.stepped", project, Kind.STEP, values, by=by, at=at)


@transaction.atomic
def add_finding(data_set_id: int, text: str, *, by: Actor, at: datetime) -> NavigationFinding:
    """Add a finding on a data set. Raises as ``change_step``."""
    require(by, NAVIGATION_KEEP)
    data_set = found(NavigationDataSet.objects.filter(pk=data_set_id).first())
    project = _open(data_set.project_id, by, Part.EDIT)
    made = NavigationFinding.objects.create(
        project=project, data_set=data_set, text=_words(text), **_made(by, at)
    )
    details = {"finding": made.pk, "data_set": data_set.pk}
    record("search.navigation.found", subject=project, by=by, at=at, details=details)
    return made


@transaction.atomic
def decide_finding(finding_id: int, decided: Decided, *, by: Actor, at: datetime) -> NavigationEntry:
    """Record that a finding was adopted or not, by whom, when and why; the last such record counts.

    Raises as ``change_step``, InvalidInput for a day to come.
    """
    require(by, NAVIGATION_KEEP)
    finding, project = _finding(finding_id, by, Part.EDIT)
    if decided.on > timezone.localdate(at):
        raise InvalidInput(_("决定日期不能晚于今天。"), field="on")
    by_whom = " ".join(decided.by_whom.split())
    if not by_whom or len(by_whom) > 120:
        raise InvalidInput(_("请写由谁决定。"), field="by_whom")
    values = {
        "finding": finding,
        "is_adopted": decided.is_adopted,
        "decided_by": by_whom,
        "decided_on": decided.on,
        "text": _words(decided.why),
    }
    return _entry("search.navigation.decided", project, Kind.DECISION, values, by=by, at=at)


@transaction.atomic
def follow_finding(finding_id: int, text: str, *, by: Actor, at: datetime) -> NavigationEntry:
    """Record what became of a finding that was adopted. Raises as ``change_step``, WrongState for another."""
    require(by, NAVIGATION_KEEP)
    finding, project = _finding(finding_id, by, Part.EDIT)
    last = finding.entries.filter(kind=Kind.DECISION).order_by("-pk").first()
    if last is None or not last.is_adopted:
        raise WrongState(_("发现采纳以后才能记后续跟踪。"))
    values = {"finding": finding, "text": _words(text)}
    return _entry("search.navigation.followed", project, Kind.FOLLOW_UP, values, by=by, at=at)


@transaction.atomic
def remark_finding(finding_id: int, text: str, *, by: Actor, at: datetime) -> NavigationEntry:
    """Add a reviewer's remark on a finding. Raises as ``change_step``."""
    require(by, NAVIGATION_KEEP)
    finding, project = _finding(finding_id, by, Part.REVIEW)
    values = {"finding": finding, "text": _words(text)}
    return _entry("search.navigation.remarked", project, Kind.REMARK, values, by=by, at=at)


@transaction.atomic
def close_project(project_id: int, *, by: Actor, at: datetime) -> NavigationProject:
    """Close a project whose findings are all decided on.

    Raises NotAllowed for whoever does not keep it, WrongState with findings that nobody decided on, or when
    it is closed.
    """
    require(by, NAVIGATION_KEEP)
    project = _open(project_id, by, Part.EDIT)
    if not keeps(by, project):
        raise NotAllowed(_("只有立项人能结项。"), project=project_id)
    decided = project.entries.filter(kind=Kind.DECISION).values("finding_id")
    if waiting := project.findings.exclude(pk__in=decided).count():
        raise WrongState(_("还有 %(n)d 条发现没有采纳决定，不能结项。") % {"n": waiting})
    project.state = NavigationProject.State.CLOSED
    project.save(update_fields=["state"])
    record("search.navigation.closed", subject=project, by=by, at=at)
    return project


def _open(project_id: int, by: Actor, part: NavigationMember.Part) -> NavigationProject:
    project = project_visible_to(by, project_id)
    if not may_take(by, project, part):
        raise NotAllowed(_("您在这个项目里没有这项分工。"), project=project_id)
    if project.state == NavigationProject.State.CLOSED and part is not Part.READ:
        raise WrongState(_("项目已结项。"))
    return project


def _finding(
    finding_id: int, by: Actor, part: NavigationMember.Part
) -> tuple[NavigationFinding, NavigationProject]:
    finding = found(NavigationFinding.objects.filter(pk=finding_id).first())
    return finding, _open(finding.project_id, by, part)


def _entry(
    event: str,
    project: NavigationProject,
    kind: NavigationEntry.Kind,
    values: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> NavigationEntry:
    made = NavigationEntry.objects.create(project=project, kind=kind, **values, **_made(by, at))
    record(event, subject=project, by=by, at=at, details={"entry": made.pk})
    return made


def _made(by: Actor, at: datetime) -> dict[str, Any]:
    return {"made_at": at, "made_by_id": by.id, "source": by.as_source}


def _words(text: str, *, is_needed: bool = True) -> str:
    words = text.strip()
    if (is_needed and not words) or len(words) > LONGEST_TEXT:
        raise InvalidInput(_("请写 1 至 %(most)s 个字。") % {"most": f"{LONGEST_TEXT:,}"}, field="text")
    return words
