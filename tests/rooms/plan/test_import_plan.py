"""Taking in a document: all of it or nothing, once unless asked again, and by a job where it is large."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django_tasks.base import TaskContext
from django_tasks_db.models import DBTaskResult

from tests.core.upkeep.sites import NewSite
from tests.rooms.plan.documents import AT, TEXT
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.files.actions import store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.files.storage import path_of
from zhichan.rooms.plan.actions import import_plan as module
from zhichan.rooms.plan.actions.abandon_version import abandon_version
from zhichan.rooms.plan.actions.import_plan import Destination, Upload, import_plan, write_version
from zhichan.rooms.plan.jobs import Order, read_document
from zhichan.rooms.plan.models import ExtractedItem, Plan, PlanVersion
from zhichan.rooms.plan.pages.importing import upload as upload_pages
from zhichan.rooms.plan.reading.model import (
    Baseline,
    Box,
    BoxItem,
    Deadline,
    DocumentDate,
    DocumentFacts,
    Goal,
    Instrument,
    MoneyRule,
    Period,
    PlanReading,
    SourceText,
    Target,
    Task,
)
from zhichan.rooms.plan.reading.model import (
    Conflict as ReadConflict,
)

DOCUMENT = Upload("计划.txt", TEXT.encode())


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


def _reading() -> PlanReading:
    """A reading made by hand: one item of each kind."""
    facts = DocumentFacts(
        title="雲川區計劃",
        title_hans="云川区计划",
        container_title=None,
        issuer="云川区知识产权局",
        issuers=("云川区知识产权局", "云川区财政局"),
        doc_number="雲知發〔2026〕3號",
        doc_number_normal="云知发〔2026〕3号",
        dates=(
            DocumentDate("page-banner", "2019年1月1日", "2019-01-01"),
            DocumentDate("adopted", "2026年2月1日", "2026-02-01"),
            DocumentDate("issued", "2026年3月", "2026-03"),
        ),
        region=("云川区",),
        period=Period(2026, 2030, "2026—2030年"),
        script="hant",
        genre="five-year-plan",
        basis=(),
    )
    deadline = Deadline("年底", "by-date", date(2026, 12, 31))
    goal = Goal(">=", 2030, value=Decimal("1.2"))
    return PlanReading(
        source=SourceText("甲乙丙丁", "甲乙丙丁", "txt", "utf-8", "hant"),
        document=facts,
        targets=(
            Target((0, 1), 0.9, id="target-1", name="甲", baseline=Baseline(Decimal(1), 2025), target=goal),
        ),
        tasks=(Task((1, 2), 0.8, id="task-1", text="乙", deadline=deadline),),
        boxes=(Box((2, 3), 0.7, number="1", title="丙", items=(BoxItem("—", "丙"),)),),
        money_rules=(MoneyRule((3, 4), 0.6, amount=Decimal(50), unit="万元"),),
        instruments=(Instrument((3, 4), 0.5, title="丁", verb="制定"),),
        conflicts=(ReadConflict(("target-1", (2, 4)), "不一", "读法"),),
    )


def _stored() -> StoredFile:
    return StoredFile.objects.create(
        sha256="ab" * 32, size_bytes=4, media_type="text/plain", stored_at=AT, source="test"
    )


def test_every_part_of_a_reading_is_kept_with_its_place(office, officer):
    version = write_version(_reading(), _stored(), "甲.txt", Destination(office), by=officer, at=AT)
    plan = version.plan
    assert (plan.title, plan.doc_number, plan.issuer) == (
        "云川区计划",
        "云知发〔2026〕3号",
        "云川区知识产权局、云川区财政局",
    )
    assert (plan.genre, plan.period_from, plan.period_to, plan.owner_unit) == (
        "five-year-plan",
        2026,
        2030,
        office,
    )
    version.refresh_from_db()
    assert (version.number, version.state, version.script, version.text) == (1, "draft", "hant", "甲乙丙丁")
    assert version.issued_on == date(2026, 2, 1)  # the day of issue lacks its day; that of adoption is whole
    assert "text" not in version.reading
    assert json.dumps(version.reading, ensure_ascii=False).count("target-1") == 2
    items = ExtractedItem.objects.filter(version=version).order_by("pk")
    assert list(items.values_list("kind", "key", "position", "start", "end", "state")) == [
        ("target", "target-1", 1, 0, 1, "waiting"),
        ("task", "task-1", 1, 1, 2, "waiting"),
        ("box", "b1", 1, 2, 3, "waiting"),
        ("money_rule", "m1", 1, 3, 4, "waiting"),
        ("instrument", "i1", 1, 3, 4, "waiting"),
        ("conflict", "c1", 1, 2, 4, "waiting"),
    ]
    assert all(item.value == item.reading for item in items)
    event = events_of(version).get()
    assert (event.kind, event.details["items"]) == ("plan.version.imported", 6)


def test_a_document_is_read_kept_and_written(office, officer):
    version = import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    assert version.file is not None
    assert (version.file.sha256, version.file_name) == (DOCUMENT.sha256, "计划.txt")
    assert version.plan.title == "云川区知识产权强区行动计划（2026—2030年）"
    kinds = set(ExtractedItem.objects.values_list("kind", flat=True))
    assert {"target", "task"} <= kinds


def test_the_next_wording_becomes_the_next_version_of_its_plan(office, officer):
    first = import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    other = Upload("修订.txt", TEXT.replace("1600", "1800").encode())
    with pytest.raises(Conflict, match="核对中的第 1 版") as refusal:
        import_plan(other, Destination(office, first.plan), by=officer, at=AT)
    assert refusal.value.details["version"] == first.pk
    abandon_version(first, reason="换稿", by=officer, at=AT)
    second = import_plan(other, Destination(office, first.plan), by=officer, at=AT)
    assert (second.number, second.plan_id) == (2, first.plan_id)
    assert Plan.objects.count() == 1


def test_the_same_bytes_come_in_once_unless_asked_for(office, officer):
    first = import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    with pytest.raises(Conflict, match="已经导入过") as refusal:
        import_plan(Upload("换名.txt", DOCUMENT.content), Destination(office), by=officer, at=AT)
    assert refusal.value.details["version"] == first.pk
    assert PlanVersion.objects.count() == 1
    import_plan(DOCUMENT, Destination(office, again=True), by=officer, at=AT)
    assert PlanVersion.objects.count() == 2


def test_bytes_of_an_abandoned_version_come_in_anew(office, officer):
    first = import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    abandon_version(first, reason="读错了", by=officer, at=AT)
    import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    assert PlanVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content"), [("空.txt", b"  \n "), ("图.pdf", b"%PDF-1.7\nbroken"), ("压.docx", b"PK\x03\x04")]
)
def test_an_unreadable_file_leaves_nothing_behind(office, officer, name, content):
    with pytest.raises(InvalidInput):
        import_plan(Upload(name, content), Destination(office), by=officer, at=AT)
    assert not Plan.objects.exists()
    assert not StoredFile.objects.exists()


def test_an_import_cut_off_half_way_leaves_no_plan_version_or_item(office, officer, monkeypatch):
    def cut(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "record", cut)  # the last step of the transaction
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    assert not Plan.objects.exists()
    assert not PlanVersion.objects.exists()
    assert not ExtractedItem.objects.exists()
    monkeypatch.undo()
    import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    assert PlanVersion.objects.count() == 1


KILLED_WHILE_WRITING = """
import os, signal
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions import import_plan as module
from zhichan.rooms.plan.models import ExtractedItem, Plan, PlanVersion
office = Unit.objects.create(name="云川区知识产权局", kind="office", source="test")
document = module.Upload("计划.txt", open(sys.argv[1], "rb").read())
connection.close()
child = os.fork()
if child == 0:
    module.record = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
    module.import_plan(document, module.Destination(office), by=by, at=at)
    os._exit(0)
_, status = os.waitpid(child, 0)
counts = lambda: [model.objects.count() for model in (Plan, PlanVersion, ExtractedItem)]
print(os.WTERMSIG(status), *counts())
module.import_plan(document, module.Destination(office), by=by, at=at)
print(*counts()[:2])
"""


def test_a_process_killed_while_writing_leaves_nothing_and_the_import_can_be_repeated(
    tmp_path, new_site: NewSite
):
    document = tmp_path / "计划.txt"
    document.write_bytes(DOCUMENT.content)
    said = new_site().run(KILLED_WHILE_WRITING, document)
    assert said.splitlines() == ["9 0 0 0", "1 1"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_only_the_plan_officer_imports(office, actor, role):
    with pytest.raises((NotAllowed, NotFound)):
        import_plan(DOCUMENT, Destination(office), by=actor(role, office), at=AT)
    assert not Plan.objects.exists()
    assert not StoredFile.objects.exists()


# --- large documents ---


def test_large_documents_are_told_by_size_and_kind():
    small, large = b"x" * 1_600_000, b"x" * 6_000_001
    assert not upload_pages.is_large(Upload("a.txt", small))
    assert upload_pages.is_large(Upload("a.txt", large))
    assert upload_pages.is_large(Upload("a.pdf", b"%PDF-1.4" + small))


def _work() -> None:
    """What the worker does with the job that waits, in this transaction."""
    job = DBTaskResult.objects.ready().get()
    context = TaskContext(task_result=job.task_result)
    job.set_successful(job.task.call(context, *job.task_result.args))


def test_a_large_document_is_read_by_a_job_and_leads_on(office, person, signed_in, monkeypatch):
    monkeypatch.setattr(upload_pages, "READ_AT_ONCE_BYTES", {"pdf": 1, "other": 1})
    client = signed_in(Role.PLAN_OFFICER, office)
    reply = client.post(
        reverse("plan:plan_import"), {"file": SimpleUploadedFile("计划.txt", DOCUMENT.content)}
    )
    assert reply.status_code == 302
    assert not PlanVersion.objects.exists()
    waiting = client.get(reply["Location"])
    assert "正在读取" in waiting.content.decode()
    assert signed_in(Role.PLAN_OFFICER, None).get(reply["Location"]).status_code == 404
    _work()
    version = PlanVersion.objects.get()
    done = client.get(reply["Location"])
    assert done["Location"] == reverse("plan:version_check", args=[version.pk])
    told = client.get(reply["Location"], headers={"HX-Request": "true"})
    assert told["HX-Redirect"] == reverse("plan:version_check", args=[version.pk])


def _order(stored: StoredFile, officer: Actor, office) -> Order:
    return {
        "file": stored.pk,
        "name": "计划.txt",
        "person": officer.id or 0,
        "unit": office.pk,
        "plan": None,
        "again": True,
    }


class _Context:
    """What the runner gives a job: here only the id of its result."""

    class task_result:
        id = "0f8fad5b-d9cb-469f-a165-70867728950e"


def test_a_job_that_runs_twice_makes_one_version(office, officer):
    stored = store_file(DOCUMENT.content, name="计划.txt", by=officer, at=AT)
    order = _order(stored, officer, office)
    first = read_document.func(_Context, order)
    assert read_document.func(_Context, order) == first
    assert PlanVersion.objects.count() == 1


def test_what_a_job_refuses_is_told_in_words_and_not_kept(
    office, officer, django_capture_on_commit_callbacks
):
    stored = store_file(b"%PDF-1.7\nbroken", name="坏.pdf", by=officer, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        outcome = read_document.func(_Context, _order(stored, officer, office))
    assert outcome["version"] is None
    assert outcome["refusal"]
    assert not Plan.objects.exists()
    assert not StoredFile.objects.exists()
    assert not path_of(stored.sha256).exists()


def test_a_file_is_not_kept_where_the_plan_has_a_draft_already(office, officer):
    draft = import_plan(DOCUMENT, Destination(office), by=officer, at=AT)
    other = Upload("另一份.txt", DOCUMENT.content + "\n附注。".encode())
    with pytest.raises(Conflict):
        import_plan(other, Destination(office, draft.plan), by=officer, at=AT)
    assert StoredFile.objects.get() == draft.file


def test_the_day_of_the_import_is_kept(office, officer):
    at = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
    assert import_plan(DOCUMENT, Destination(office), by=officer, at=at).created_at == at
