"""Entering plans by hand and from a ledger."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.rooms.plan.documents import AT, document, draft
from zhichan.core.access.actor import Actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.rooms.plan.actions.abandon_version import abandon_version
from zhichan.rooms.plan.actions.decide_item import reject_item, reopen_item
from zhichan.rooms.plan.actions.enter_plan import NewPlan, add_items, empty_version, enter_plan, start_version
from zhichan.rooms.plan.actions.import_ledger import import_ledger
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.formats.plan_ledger import PlanLedger, read_plan_ledger
from zhichan.rooms.plan.item_entry import (
    TargetEntry,
    TaskEntry,
    names_in,
    number,
    target_entry,
    task_entry,
)
from zhichan.rooms.plan.item_values import target_of, task_of
from zhichan.rooms.plan.models import ExtractedItem, Indicator, Plan, PlanVersion, Target, Task

NEW = NewPlan("云川区2027年知识产权工作要点", "annual-points", period_from=2027, period_to=2027)
TARGET = TargetEntry("商标品牌指导站", unit="个", op=">=", value=Decimal(6), year=2027)
TASK = TaskEntry("新建六个商标品牌指导站。", number="1", lead=("云川区知识产权局",))


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def client_of_officer(signed_in, office) -> Client:
    return signed_in(Role.PLAN_OFFICER, office)


def test_an_entered_plan_comes_into_force_like_an_imported_one(office, officer):
    version = enter_plan(NEW, owner_unit=office, by=officer, at=AT)
    added = add_items(version, [TARGET, TASK], by=officer, at=AT)
    assert [(item.key, item.state, item.value["origin"]) for item in added] == [
        ("h1", "confirmed", "hand"),
        ("h2", "confirmed", "hand"),
    ]
    bring_into_force(version, by=officer, at=AT)
    assert (Indicator.objects.get().name, Target.objects.get().value) == ("商标品牌指导站", Decimal(6))
    task = Task.objects.get()
    assert (task.number, task.title, task.responsibilities.get().unit) == (
        "1",
        "新建六个商标品牌指导站",
        office,
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"genre": "小说"}, "genre"),
        ({"period_from": 2030, "period_to": 2026}, "period_to"),
        ({"period_from": 26}, "period_from"),
        ({"doc_number": "号" * 61}, "doc_number"),
    ],
)
def test_a_wrong_plan_is_refused_by_its_field(office, officer, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        enter_plan(NewPlan(**{**vars(NEW), **changes}), owner_unit=office, by=officer, at=AT)
    assert refusal.value.details["field"] == field
    assert not Plan.objects.exists()


def test_one_wrong_entry_keeps_all_of_them_out(office, officer):
    version = enter_plan(NEW, owner_unit=office, by=officer, at=AT)
    with pytest.raises(InvalidInput, match="名称") as refusal:
        add_items(version, [TASK, TargetEntry("", op=">=", value=Decimal(1))], by=officer, at=AT)
    assert refusal.value.details["place"] == 2
    assert not ExtractedItem.objects.exists()


def test_nothing_is_added_to_a_version_that_is_no_draft(office, officer):
    version = enter_plan(NEW, owner_unit=office, by=officer, at=AT)
    abandon_version(version, reason="不用", by=officer, at=AT)
    with pytest.raises(WrongState):
        add_items(version, [TASK], by=officer, at=AT)


def test_the_next_version_begins_with_what_is_promised_now(office, officer):
    version = enter_plan(NEW, owner_unit=office, by=officer, at=AT)
    first, second, third = add_items(
        version, [TARGET, TASK, TaskEntry("另一项。", lead=("云川区知识产权局",))], by=officer, at=AT
    )
    reject_item(reopen_item(second, by=officer, at=AT), reason="合并", by=officer, at=AT)
    bring_into_force(version, by=officer, at=AT)
    following = start_version(version.plan, issued_on=date(2027, 1, 5), by=officer, at=AT)
    keys = ExtractedItem.objects.filter(version=following).order_by("position").values_list("key", "state")
    assert list(keys) == [(first.key, "confirmed"), (third.key, "confirmed")]
    (added,) = add_items(following, [TASK], by=officer, at=AT)
    assert added.key == "h4"
    with pytest.raises(Conflict, match="核对中的第 2 版"):
        empty_version(version.plan, by=officer, at=AT)


def test_items_a_reader_missed_are_added_beside_the_others(office, officer):
    version = draft(office)
    (added,) = add_items(version, [TARGET], by=officer, at=AT)
    assert (added.key, added.start, added.position) == ("h1", None, 7)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLAN_OFFICER])
def test_only_the_plan_officer_enters(office, actor, role):
    version = draft(office)
    by = actor(role, office)
    empty = PlanLedger((TARGET,), (), (), ())
    stored = StoredFile.objects.create(
        sha256="cd" * 32, size_bytes=1, media_type="application/zip", stored_at=AT, source="test"
    )
    for act in (
        lambda: enter_plan(NEW, owner_unit=office, by=by, at=AT),
        lambda: add_items(version, [TARGET], by=by, at=AT),
        lambda: start_version(version.plan, by=by, at=AT),
        lambda: import_ledger(empty, stored, "a.xlsx", NEW, owner_unit=office, by=by, at=AT),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert (Plan.objects.count(), ExtractedItem.objects.filter(key__startswith="h").count()) == (1, 0)


# --- entries and their JSON ---


@pytest.mark.parametrize("found", document()["targets"])
def test_a_target_entered_as_it_stands_says_the_same(found):
    assert target_of(target_entry(found).onto(found)) == target_of(found)


@pytest.mark.parametrize("found", document()["tasks"])
def test_a_task_entered_as_it_stands_says_the_same(found):
    assert task_of(task_entry(found).onto(found)) == task_of(found)
    assert task_entry(found).onto(found)["mode"] == found["mode"]


@pytest.mark.parametrize(
    ("entry", "mode"),
    [
        (TaskEntry("甲", lead=("A",)), "single"),
        (TaskEntry("甲", lead=("A",), participants=("B",)), "lead+participants"),
        (TaskEntry("甲", joint=("A", "B")), "joint"),
        (TaskEntry("甲"), None),
    ],
)
def test_the_mode_follows_the_units(entry, mode):
    assert entry.onto({})["mode"] == mode
    assert task_entry(entry.onto({})) == entry


def test_units_are_written_one_after_the_other():
    assert names_in("区科技局、区工信局,区科技局；  区 商务局\n") == ("区科技局", "区工信局", "区 商务局")
    assert names_in(" ") == ()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("12", 12),
        ("4.37", 4.37),
        ("123456789012.3456", 123456789012.3456),
        ("999999999999999.9999", "999999999999999.9999"),
    ],
)
def test_figures_are_kept_exactly(value, written):
    assert number(Decimal(value)) == written
    assert Decimal(str(number(Decimal(value)))) == Decimal(value)


# --- pages ---


def test_a_plan_is_entered_on_its_page_and_filled_one_by_one(client_of_officer, office):
    data = {"title": NEW.title, "genre": NEW.genre, "issued_on": "2027-01-05"}
    reply = client_of_officer.post(reverse("plan:plan_enter"), data)
    version = PlanVersion.objects.get()
    assert reply["Location"] == reverse("plan:version_check", args=[version.pk])
    assert version.issued_on == date(2027, 1, 5)
    page = client_of_officer.get(reply["Location"]).content.decode()
    assert "没有一条指标或任务" in page
    add = reverse("plan:version_add", args=[version.pk, "targets"])
    assert client_of_officer.post(add, {"name": "指导站", "op": ">=", "counting": "stock"}).status_code == 422
    target = {"name": "指导站", "op": ">=", "value": "6", "year": "2027", "counting": "stock", "more": "1"}
    assert client_of_officer.post(add, target)["Location"] == add
    task = {"kind": "safeguard", "text": "加强督办。", "deadline_kind": "none"}
    added = client_of_officer.post(reverse("plan:version_add", args=[version.pk, "safeguards"]), task)
    assert "tab=safeguards" in added["Location"]
    again = client_of_officer.post(
        add, {**{k: v for k, v in target.items() if k != "more"}, "name": "示范园区"}
    )
    newest = ExtractedItem.objects.get(version=version, key="h3")
    assert f"tab=targets&item={newest.pk}" in again["Location"]


def _book() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("指标")
        rows = [["指标", "单位", "2026年", "2027年目标"], ["指导站", "个", 2, 6], ["坏行", "个", "两", 6]]
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
        page = book.add_worksheet("任务")
        for at, row in enumerate([["序号", "工作内容", "牵头单位"], [1, "新建指导站。", "云川区知识产权局"]]):
            page.write_row(at, 0, row)
    return file.getvalue()


def test_a_ledger_is_previewed_with_refusals_and_then_imported(client_of_officer):
    url = reverse("plan:ledger")
    data = {"title": NEW.title, "genre": NEW.genre, "period_to": "2027", "issued_on": "2027-01-05"}
    page = client_of_officer.post(url, {**data, "file": SimpleUploadedFile("要点.xlsx", _book())})
    content = page.content.decode()
    assert "共 3 行：指标 1、任务 1、拒收 1" in content
    assert "指标 第 3 行" in content
    assert "只是预览" in content
    assert not Plan.objects.exists()
    token = _previewed(page)
    reply = client_of_officer.post(url, {"preview": token})
    version = PlanVersion.objects.get()
    assert reply["Location"] == reverse("plan:version_check", args=[version.pk])
    assert (version.plan.title, version.file_name, version.issued_on) == (
        NEW.title,
        "要点.xlsx",
        date(2027, 1, 5),
    )
    values = {item.kind: item.value for item in ExtractedItem.objects.filter(version=version)}
    assert values["target"]["baseline"] == {"value": 2, "year": 2026}
    assert (values["task"]["number"], values["task"]["lead"]) == ("1", ["云川区知识产权局"])
    assert values["task"]["origin"] == "ledger"


def test_a_preview_makes_one_plan_however_often_it_is_sent(client_of_officer):
    url = reverse("plan:ledger")
    data = {"title": NEW.title, "genre": NEW.genre}
    token, other = (
        _previewed(client_of_officer.post(url, {**data, "file": SimpleUploadedFile("要点.xlsx", _book())}))
        for _time in range(2)
    )
    assert client_of_officer.post(url, {"preview": token}).status_code == 302
    before = (AuditEvent.objects.count(), ExtractedItem.objects.count())
    again = client_of_officer.post(url, {"preview": token})
    assert again.status_code == 409
    assert f"这次预览已经导入为《{NEW.title}》第 1 版，没有再导入一次" in again.content.decode()
    assert (Plan.objects.count(), PlanVersion.objects.count()) == (1, 1)
    assert (AuditEvent.objects.count(), ExtractedItem.objects.count()) == before
    # The same file, handed in again, is another preview.
    assert client_of_officer.post(url, {"preview": other}).status_code == 302
    assert Plan.objects.count() == 2


def test_a_preview_of_a_next_version_is_used_up_even_when_the_version_was_abandoned(
    client_of_officer, office, officer
):
    version = enter_plan(NEW, owner_unit=office, by=officer, at=AT)
    add_items(version, [TARGET, TASK], by=officer, at=AT)
    bring_into_force(version, by=officer, at=AT)
    url = reverse("plan:plan_ledger", args=[version.plan_id])
    token = _previewed(client_of_officer.post(url, {"file": SimpleUploadedFile("要点.xlsx", _book())}))
    assert client_of_officer.post(url, {"preview": token}).status_code == 302
    abandon_version(PlanVersion.objects.get(number=2), reason="重来", by=officer, at=AT)
    again = client_of_officer.post(url, {"preview": token})
    assert again.status_code == 409
    assert "第 2 版，没有再导入一次" in again.content.decode()
    assert PlanVersion.objects.count() == 2


def _previewed(page) -> str:
    token: str = page.content.decode().split('name="preview" value="')[1].split('"')[0]
    return token


def test_a_preview_belongs_to_who_made_it_and_is_not_to_be_altered(client_of_officer, signed_in, unit):
    url = reverse("plan:ledger")
    data = {"title": NEW.title, "genre": NEW.genre, "file": SimpleUploadedFile("要点.xlsx", _book())}
    token = _previewed(client_of_officer.post(url, data))
    other = signed_in(Role.PLAN_OFFICER, unit("云川区商务局"))
    assert other.post(url, {"preview": token}).status_code == 404
    assert client_of_officer.post(url, {"preview": token[:-2] + "xx"}).status_code == 422
    assert not Plan.objects.exists()


def test_what_is_no_ledger_is_refused_and_not_kept(client_of_officer):
    url = reverse("plan:ledger")
    for name, content in (("a.xlsx", b"PK\x03\x04 broken"), ("b.xlsx", b"text")):
        data = {"title": NEW.title, "genre": NEW.genre, "file": SimpleUploadedFile(name, content)}
        reply = client_of_officer.post(url, data)
        assert reply.status_code == 422
        assert 'class="msg"' in reply.content.decode()
    assert not StoredFile.objects.exists()


def test_a_version_goes_out_as_a_ledger_and_comes_back_as_the_next(client_of_officer, office, officer):
    version = enter_plan(NEW, owner_unit=office, by=officer, at=AT)
    add_items(version, [TARGET, TASK], by=officer, at=AT)
    bring_into_force(version, by=officer, at=AT)
    exported = client_of_officer.get(reverse("plan:version_ledger", args=[version.pk]))
    assert exported.status_code == 200
    ledger = read_plan_ledger(exported.content)
    assert (ledger.targets, ledger.tasks, ledger.refusals) == ((TARGET,), (TASK,), ())
    url = reverse("plan:plan_ledger", args=[version.plan_id])
    page = client_of_officer.post(url, {"file": SimpleUploadedFile("回.xlsx", exported.content)})
    token = _previewed(page)
    assert client_of_officer.post(url, {"preview": token}).status_code == 302
    assert PlanVersion.objects.filter(plan=version.plan).count() == 2


def test_a_ledger_without_a_good_row_is_not_imported(office, officer):
    stored = StoredFile.objects.create(
        sha256="cd" * 32, size_bytes=1, media_type="application/zip", stored_at=AT, source="test"
    )
    with pytest.raises(InvalidInput, match="没有可以导入的行"):
        import_ledger(PlanLedger((), (), (), ()), stored, "a.xlsx", NEW, owner_unit=office, by=officer, at=AT)
    assert not Plan.objects.exists()
