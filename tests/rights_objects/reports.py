"""Objects of reports: one report of the office, with a file that was printed."""

from __future__ import annotations

from tests.conftest import NOW, TODAY
from tests.core.reports.samples import loaded_plan, make_sample
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.plan import office
from tests.rights_objects.web import stored_file
from zhichan.core.people.models import Unit
from zhichan.core.reports.actions.blocks import NewBlock
from zhichan.core.reports.actions.versions import NewReport
from zhichan.core.reports.declaration import Moment
from zhichan.core.reports.models import ReportFile, ReportVersion


def some_version() -> ReportVersion:
    found = ReportVersion.objects.select_related("report").order_by("pk").first()
    return found or make_sample(office())


def some_file() -> ReportFile:
    version = some_version()
    values = {"file": stored_file(), "asked_at": NOW}
    return ReportFile.objects.get_or_create(version=version, kind="pdf", defaults=values)[0]


def new_report() -> NewReport:
    return NewReport("midterm", TODAY.replace(month=1, day=1), TODAY, {"plan": str(loaded_plan(office()).pk)})


for _name in ("report", "figures", "versions", "recompute", "issue"):
    page_object(f"reports:{_name}")(lambda unit: Call({"pk": some_version().report_id}))

page_object("reports:new")(lambda unit: Call({"name": "midterm"}))


@page_object("reports:text")
def _text(unit: Unit) -> Call:
    return Call({"pk": some_version().report_id, "key": "t2_1"})


page_object("reports:add")(lambda unit: Call({"pk": some_version().report_id, "section": 2}))
page_object("reports:add_one")(
    lambda unit: Call({"pk": some_version().report_id, "section": 2, "query": "text"})
)
page_object("reports:remove")(lambda unit: Call({"pk": some_version().report_id, "key": "t2_1"}))
page_object("reports:move")(
    lambda unit: Call({"pk": some_version().report_id, "key": "t2_1"}, "post", {"version": "1", "to": "up"})
)

for _name in ("version", "files"):
    page_object(f"reports:{_name}")(lambda unit: Call({"pk": some_version().report_id, "number": 1}))


@page_object("reports:file")
def _file(unit: Unit) -> Call:
    found = some_file()
    return Call({"pk": found.version.report_id, "number": found.version.number, "kind": found.kind})


for _name in ("composed_report", "composed_report_figures", "report_blocks"):
    api_object(_name)(lambda unit: Call({"pk": some_version().report_id}))


@api_object("compose_report")
def _make(unit: Unit) -> Call:
    wanted = new_report()
    data = {
        "definition": wanted.definition,
        "since": wanted.since.isoformat(),
        "as_of": wanted.as_of.isoformat(),
        "parameters": dict(wanted.parameters),
    }
    return Call(method="post", data=data)


@api_object("add_report_block")
def _add(unit: Unit) -> Call:
    latest = latest_version()
    data = {"number": latest.number, "section": 2, "text": "另写一段。"}
    return Call({"pk": latest.report_id}, "post", data)


@api_object("move_report_block")
def _move(unit: Unit) -> Call:
    latest = latest_version()
    data = {"number": latest.number, "to": "down"}
    return Call({"pk": latest.report_id, "key": "t2_1"}, "post", data)


@api_object("remove_report_block")
def _remove(unit: Unit) -> Call:
    latest = latest_version()
    return Call({"pk": latest.report_id, "key": "t2_1"}, "post", {"number": latest.number})


def latest_version() -> ReportVersion:
    return some_version().report.versions.latest("number")


sample(NewBlock)(lambda: NewBlock(2, text="另写一段。"))
sample("report_id")(lambda: some_version().report_id)
sample("report_file_id")(lambda: some_file().pk)
sample("block_key")(lambda: "t2_1")
sample(ReportFile.Kind)(lambda: ReportFile.Kind.DOCX)
sample("accepts_gaps")(lambda: True)
sample(NewReport)(new_report)
sample(Moment)(lambda: Moment(TODAY.replace(month=1, day=1), TODAY, NOW))
