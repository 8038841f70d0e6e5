"""The six rosters: recorded by a form, listed, changed, and refused where an entry cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.people.models import Unit
from zhichan.core.registers.actions import Entry, change_row, end_row
from zhichan.rooms.protection.models import EnforcementOfficer, Expert
from zhichan.rooms.protection.models.enforcement_officer import ENFORCEMENT_OFFICERS
from zhichan.rooms.protection.models.expert import EXPERTS
from zhichan.rooms.protection.models.platform import PLATFORMS
from zhichan.rooms.protection.models.station import STATIONS

from .samples import DAYS, MAY, NAMES, PHONE, ROSTERS, everything, put, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
EACH = pytest.mark.parametrize("register", ROSTERS, ids=NAMES)


def address(register, name: str = "list", **more) -> str:
    room, book = register.name.split(".")
    return reverse(f"registers:{name}", kwargs={"room": room, "book": book, **more})


def typed(register, owner, **more) -> dict[str, str]:
    """What somebody types into the form."""
    values = values_of(register, owner, **more)
    words = {name: "" if value is None else str(value) for name, value in values.items()}
    return {**words, "owner_unit": str(values["owner_unit"].pk), "entry_effective_on": "2026-02-01"} | {
        "entry_source": "聘任文件"
    }


@EACH
def test_an_entry_is_recorded_by_the_form_with_its_source_and_its_unit(register, browser, office, keeper):
    form = browser.get(address(register, "new"))
    assert f'<option value="{office.pk}" selected>' in form.content.decode()
    sent = typed(register, office)
    answer = browser.post(address(register, "new"), sent)
    row = register.model._default_manager.get()
    assert answer["Location"] == address(register, "row", pk=row.pk)
    assert (row.name, row.owner_unit, row.person_id, row.source) == (
        sent["name"],
        office,
        keeper.id,
        "聘任文件",
    )
    assert (row.begins_on, row.ends_on, row.state, row.phone) == (*DAYS.values(), "valid", PHONE)
    assert [(one.code, one.effective_on) for one in row.events.all()] == [("recorded", date(2026, 2, 1))]
    page = browser.get(answer["Location"]).content.decode()
    assert sent["name"] in page
    assert PHONE in page


@EACH
def test_the_list_takes_few_queries_and_marks_what_ran_out(register, browser, office, keeper):
    for _each in range(3):
        put(register, office, by=keeper)
    ended = put(register, office, by=keeper, ends_on=date(2026, 2, 9))
    browser.get(address(register))
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(address(register), {"page": "fresh"}).content.decode()
    assert len(queries) <= 12, [query["sql"] for query in queries]
    assert page.count('<span class="st ok">有效</span>') == 3
    assert page.count('<span class="st bad">已到期</span>') == 1
    only = browser.get(address(register), {"state": "expired"}).content.decode()
    assert ended.name in only
    assert "第 1–1" in only


@EACH
def test_samples_are_marked_in_the_list(register, browser, office, keeper):
    row = put(register, office, by=keeper)
    register.model._default_manager.update(is_sample=True)
    page = browser.get(address(register)).content.decode()
    assert (
        f'<a href="{address(register, "row", pk=row.pk)}">{row.name}</a> <span class="eg">示例</span>' in page
    )


@EACH
def test_the_same_entry_twice_is_refused_and_the_form_says_so(register, browser, office):
    sent = typed(register, office)
    browser.post(address(register, "new"), sent)
    before = everything(register)
    answer = browser.post(address(register, "new"), sent)
    assert answer.status_code == 422
    assert "登记册里已有同样的" in answer.content.decode()
    assert everything(register) == before


@EACH
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": date(2025, 2, 28)}, "早于“"),
        ({"begins_on": date(1949, 1, 1)}, "年份不合常理"),
        ({"phone": "见名片"}, "不是电话号码"),
        ({"name": ""}, "请填写这一项。"),
    ],
    ids=("order", "year", "phone", "name"),
)
def test_a_wrong_entry_is_refused_with_the_reason_and_nothing_is_kept(
    register, browser, office, wrong, words
):
    answer = browser.post(address(register, "new"), typed(register, office, **wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert everything(register) == [[], [], []]


@EACH
def test_an_entry_without_a_unit_is_refused(register, browser, office):
    answer = browser.post(address(register, "new"), typed(register, office) | {"owner_unit": ""})
    assert answer.status_code == 422
    assert everything(register) == [[], [], []]


@pytest.mark.parametrize(
    ("register", "field"),
    [(EXPERTS, "declared_on"), (STATIONS, "begins_on"), (PLATFORMS, "begins_on")],
    ids=("expert", "station", "platform"),
)
def test_a_day_to_come_is_refused_where_it_cannot_be_and_today_is_taken(register, field, office, keeper):
    today, tomorrow = date(2026, 2, 10), date(2026, 2, 11)
    with pytest.raises(InvalidInput) as refusal:
        put(register, office, by=keeper, **{field: tomorrow})
    assert "2026-02-11" not in refusal.value.message
    assert "这一天还没有到" in refusal.value.message
    assert everything(register) == [[], [], []]
    assert getattr(put(register, office, by=keeper, **{field: today}), field) == today


def test_a_certificate_may_begin_on_a_day_to_come_and_does_not_hold_until_then(office, keeper):
    row = put(ENFORCEMENT_OFFICERS, office, by=keeper, begins_on=date(2026, 3, 1))
    assert row.state == "not_yet"


def test_who_names_conflicts_says_when_they_were_declared(office, keeper):
    with pytest.raises(InvalidInput) as refusal:
        put(EXPERTS, office, by=keeper, conflicts="云川示例钢构有限公司")
    assert refusal.value.message == "声明日期：写了利益冲突，没有写声明日期。补上声明日期。"
    assert not Expert.objects.exists()
    row = put(EXPERTS, office, by=keeper, conflicts="云川示例钢构有限公司", declared_on=date(2026, 2, 1))
    assert row.conflicts == "云川示例钢构有限公司"


def test_a_change_is_judged_together_with_what_stands_in_the_row(office, keeper):
    row = put(ENFORCEMENT_OFFICERS, office, by=keeper)
    before = everything(ENFORCEMENT_OFFICERS)
    with pytest.raises(InvalidInput):
        change_row(ENFORCEMENT_OFFICERS, row.pk, entry({"ends_on": date(2025, 2, 28)}), by=keeper, at=MAY)
    assert everything(ENFORCEMENT_OFFICERS) == before
    changed = change_row(
        ENFORCEMENT_OFFICERS, row.pk, entry({"ends_on": date(2032, 2, 29)}), by=keeper, at=MAY
    )
    assert (changed.ends_on, changed.state) == (date(2032, 2, 29), "valid")


def test_what_was_wrong_before_does_not_keep_another_field_from_being_changed(office, keeper):
    row = put(ENFORCEMENT_OFFICERS, office, by=keeper)
    EnforcementOfficer.objects.update(begins_on=date(2030, 1, 1))
    changed = change_row(ENFORCEMENT_OFFICERS, row.pk, entry({"name": "李示例"}), by=keeper, at=MAY)
    assert changed.name == "李示例"


def entry(values) -> Entry:
    return Entry(values, date(2026, 5, 1), "换证通知")


def test_another_unit_takes_over_a_row(office, unit, keeper):
    row = put(ENFORCEMENT_OFFICERS, office, by=keeper)
    town = unit("砚湖街道办事处", kind=Unit.Kind.TOWN)
    changed = change_row(ENFORCEMENT_OFFICERS, row.pk, entry({"owner_unit": town}), by=keeper, at=MAY)
    assert changed.owner_unit == town
    assert row.events.get(code="changed").values == {"owner_unit": str(town.pk)}


def test_an_account_is_named_by_one_that_is_there(office, keeper, browser):
    sent = typed(ENFORCEMENT_OFFICERS, office)
    refused = browser.post(address(ENFORCEMENT_OFFICERS, "new"), sent | {"username": "meiyou"})
    assert refused.status_code == 422
    assert "没有账号“meiyou”" in refused.content.decode()
    assert not EnforcementOfficer.objects.exists()
    username = f"{Role.CASE_OFFICER}-{office.pk}"
    browser.post(address(ENFORCEMENT_OFFICERS, "new"), sent | {"username": username})
    assert EnforcementOfficer.objects.get().username == username


def test_a_platform_takes_a_right_credit_code_only(office, browser):
    sent = typed(PLATFORMS, office)
    refused = browser.post(address(PLATFORMS, "new"), sent | {"credit_code": "91120118MA05KTX000"})
    assert refused.status_code == 422
    assert everything(PLATFORMS) == [[], [], []]


def test_whoever_left_stays_known_and_can_come_back(office, keeper):
    row = put(EXPERTS, office, by=keeper)
    end_row(EXPERTS, row.pk, Entry({}, date(2026, 5, 1), "辞任函"), by=keeper, at=MAY)
    assert not EXPERTS.current(keeper).exists()
    with pytest.raises(Conflict):
        put(EXPERTS, office, by=keeper, name=row.name)
    again = Entry({"title": "研究员"}, date(2026, 5, 8), "再聘文件")
    assert change_row(EXPERTS, row.pk, again, by=keeper, at=MAY).is_shown is True


EDITORS = frozenset({Role.CASE_OFFICER, Role.OFFICE_LEADER})
READERS = EDITORS | {Role.PLAN_OFFICER, Role.LEGAL_REVIEWER, Role.READ_ONLY_LEADER}


@EACH
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_each_role_sees_and_keeps_a_roster_as_it_may(register, role, actor, signed_in, office, unit, keeper):
    """Own unit or another: rosters are read and kept by role, not by unit."""
    row = put(register, office, by=keeper)
    before = everything(register)
    visitor, acting = signed_in(role, unit("云川区科技局")), actor(role, unit("云川区科技局"))
    seen = 200 if role in READERS else 404
    kept = 200 if role in EDITORS else 403 if role in READERS else 404
    assert visitor.get(address(register)).status_code == seen
    assert visitor.get(address(register, "row", pk=row.pk)).status_code == seen
    assert visitor.get(address(register, "new")).status_code == kept
    assert visitor.get(address(register, "change", pk=row.pk)).status_code == kept
    if role not in EDITORS:
        with pytest.raises((NotAllowed, NotFound)):
            put(register, office, by=acting)
        assert everything(register) == before


def test_the_room_opens_on_the_queue_and_has_a_tab_for_each_roster(browser):
    assert browser.get("/protection/").headers["Location"] == "/matters/"
    page = browser.get(address(ENFORCEMENT_OFFICERS)).content.decode()
    found = [page.index(f'<a href="{address(one)}"') for one in ROSTERS]
    assert found == sorted(found)


@EACH
def test_every_event_of_a_roster_has_words_in_the_record(register):
    from zhichan.core.audit.words import words_of

    for what in ("recorded", "changed", "ended", "resumed", "event_withdrawn"):
        assert str(words_of(f"{register.name}.{what}")) != f"{register.name}.{what}"


def test_dates_of_an_earlier_day_are_known_from_when_they_were_learned(office, keeper):
    row = put(EXPERTS, office, by=keeper, at=MAY, begins_on=date(2025, 3, 1))
    [valid, _expired] = row.periods.order_by("valid_from")
    assert (valid.valid_from, valid.known_from) == (date(2025, 3, 1), MAY)
