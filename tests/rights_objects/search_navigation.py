"""Objects of navigation projects: one whose members are everybody who has an account."""

from __future__ import annotations

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, page_object, sample
from zhichan.core.access.actor import system_actor
from zhichan.core.people.models import Person, Unit
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.search.actions.navigation import (
    Decided,
    NewProject,
    add_finding,
    ask_data_set,
    decide_finding,
    make_project,
)
from zhichan.rooms.search.actions.navigation_report import NewNavigationBlock, add_navigation_block
from zhichan.rooms.search.models import (
    NavigationEntry,
    NavigationFinding,
    NavigationMember,
    NavigationProject,
)
from zhichan.rooms.search.navigation_blocks import Shape

BY = system_actor("test")
Part = NavigationMember.Part


def project_with(part: NavigationMember.Part = Part.EDIT) -> NavigationProject:
    """A project with data, an adopted finding and a report of one chart."""
    bring_up_to_date(wait=True)
    kind = NavigationProject.Kind.INDUSTRY
    project = make_project(NewProject("样例导航", kind, "样例"), by=BY, at=NOW)
    data = ask_data_set(project.pk, "全部", "TI=焊接", "", by=BY, at=NOW)
    finding = add_finding(data.pk, "样例发现", by=BY, at=NOW)
    decide_finding(finding.pk, Decided(True, "样例局", TODAY, "样例"), by=BY, at=NOW)
    block = NewNavigationBlock(Shape.TABLE, "申请", "trend", data.pk)
    add_navigation_block(project.pk, 0, block, by=BY, at=NOW)
    for person in Person.objects.all():
        values = {"part": part, "made_at": NOW, "source": "test"}
        NavigationMember.objects.create(project=project, person=person, **values)
    return project


def finding_with(part: NavigationMember.Part = Part.EDIT) -> NavigationFinding:
    return project_with(part).findings.get()


for _name in ("project", "project_data", "project_step", "project_member", "project_finding"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": project_with().pk}))

page_object("search:analysis_report")(lambda unit: Call({"name": "trend"}))

for _name in ("project_report", "project_docx", "project_recompute_all"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": project_with().pk}))

for _name in ("finding_decision", "finding_follow_up"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": finding_with().pk}))


@page_object("search:finding_remark")
def _remark(unit: Unit) -> Call:
    return Call({"pk": finding_with(Part.REVIEW).pk})


@page_object("search:project_recompute")
def _recompute(unit: Unit) -> Call:
    return Call({"pk": project_with().pk, "key": "b1"})


@page_object("search:project_text")
def _text(unit: Unit) -> Call:
    return Call({"pk": project_with().pk, "key": "b1"})


for _name in ("project_remove", "project_move"):
    page_object(f"search:{_name}")(
        lambda unit: Call({"pk": project_with().pk}, "post", {"version": 1, "key": "b1"})
    )


@page_object("search:project_rows")
def _rows(unit: Unit) -> Call:
    return Call({"pk": project_with().data_sets.get().pk})


@page_object("search:project_close")
def _close(unit: Unit) -> Call:
    return Call({"pk": project_with().pk}, "post")


sample("project_id")(lambda: project_with().pk)
sample("data_set_id")(lambda: project_with().data_sets.get().pk)
sample("finding_id")(lambda: finding_with().pk)
sample(NewProject)(lambda: NewProject("样例导航", NavigationProject.Kind.REGION, "样例"))
sample(Decided)(lambda: Decided(False, "样例局", TODAY, "样例"))
sample(NavigationEntry.Step)(lambda: NavigationEntry.Step.PLANNING)
sample(NewNavigationBlock)(lambda: NewNavigationBlock(Shape.PARAGRAPH, "样例。"))
sample("navigation_key")(lambda: "b1")
