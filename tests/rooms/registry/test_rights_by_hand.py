"""Rights recorded by form: the same events as an import gives, days that follow events, holders by name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.exports.kinds import CellRefused
from zhichan.core.registers.actions import Entry, change_row, record_row, withdraw_event
from zhichan.core.registers.actions.decide import decide_disagreement
from zhichan.core.registers.actions.record import record_rows
from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.jobs import resolve_new
from zhichan.rooms.registry.kinds import PartyIds
from zhichan.rooms.registry.models import (
    Copyright,
    OverseasRight,
    Party,
    PartyEvent,
    Patent,
    PatentEvent,
    TrademarkItem,
)
from zhichan.rooms.registry.models.copyright import COPYRIGHTS
from zhichan.rooms.registry.models.overseas import OVERSEAS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.trademark import TRADEMARKS
from zhichan.rooms.registry.number_kinds import Holders

from .files import csv_of, number, row
from .taking import FEB, JUNE, MAY, counts, table, take_in
from .test_measures import DISTRICT, places  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
FIRM, OTHER = "云川示例机械有限公司", "东山示例研究院"
HEADINGS = ("申请号", "公开号", "专利名称", "申请人", "申请日", "公开日", "授权公告日", "地址")
TODAY = date(2026, 2, 10)
FILED = "2021-03-18"


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def typed(register, **words: str) -> dict[str, Any]:
    """Values as a form or a file of the register reads them."""
    return {name: register.by_name[name].kind.read(text) for name, text in words.items()}


def recorded(register, by, at=FEB, **words: str):
    values = typed(register, **words)
    return record_row(register, Entry(values, TODAY, "证书（示例）"), by=by, at=at)


def changed(register, pk: int, by, since: date, at=MAY, **words: str):
    return change_row(register, pk, Entry(typed(register, **words), since, "登记簿"), by=by, at=at)


def told(patent: Patent) -> dict[str, Any]:
    """What stands of a patent, without what tells it from another of the same facts."""
    events = PatentEvent.objects.filter(subject=patent).exclude(code="recorded")
    names = ("valid_from", "valid_to", *PATENTS.tracked_names)
    settled = [one.name for one in PATENTS.fields if not one.is_tracked and one.name not in UNLIKE]
    return {
        "events": sorted(events.values_list("code", "effective_on", "values__holder_ids", "values__region")),
        "periods": list(patent.periods.order_by("valid_from").values_list(*names)),
        "row": [getattr(patent, name) for name in (*settled, *PATENTS.tracked_names)],
    }


UNLIKE = ("number", "check_character", "publication_number")


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (
            1,
            {
                "申请日": "2021-03-18",
                "公开日": "2021-09-07",
                "授权公告日": "2023-05-09",
                "地址": "云川区一号",
            },
        ),
        (1, {"申请日": FILED, "授权公告日": "2023-05-09"}),
        (1, {"申请日": FILED, "公开日": "2021-09-07"}),
        (1, {"公开日": "2021-09-07"}),
        (2, {"申请日": FILED, "公开日": "2021-11-02", "授权公告日": "2021-11-02"}),
        (3, {"申请日": FILED, "地址": "东山区"}),
        (2, {}),
    ],
)
def test_a_patent_by_form_is_what_an_import_of_the_same_facts_makes(officer, places, kind, facts):  # noqa: F811
    given = {"专利名称": "示例装置", "申请人": f"{FIRM};{OTHER}" if facts else "", **facts}
    take_in(csv_of([{**given, "申请号": number(1, kind=kind)}], HEADINGS), officer)
    imported = Patent.objects.get()
    names = {str(PATENTS.by_name[name].label): name for name in PATENTS.by_name}
    by_name = {names[label]: text for label, text in facts.items()}
    made = recorded(
        PATENTS,
        officer,
        number=number(2, kind=kind),
        kind=Patent.Kind(imported.kind).label,
        title="示例装置",
        holder_ids=given["申请人"],
        **by_name,
    )
    assert told(made) == told(imported)
    again = take_in(csv_of([{**given, "申请号": number(2, kind=kind)}], HEADINGS), officer, MAY)
    assert counts(again) == (0, 0, 1, 0)


def test_a_document_by_form_is_one_and_no_right(officer):
    made = recorded(PATENTS, officer, number="US5824316A", kind="发明", published_on="1998-10-20")
    assert (made.office, made.status, made.public_class) == ("US", "DOCUMENT", "unknown")
    assert list(PatentEvent.objects.values_list("code", flat=True)) == ["recorded", "DOCUMENT"]
    assert periods_at(PATENTS, Moment(date(1998, 10, 20), FEB), officer).exists()


def test_days_that_cannot_be_are_refused(officer):
    given = {"number": number(1), "kind": "实用新型", "filed_on": "2021-03-18", "granted_on": "2021-03-17"}
    with pytest.raises(InvalidInput, match="授权公告日早于申请日"):
        recorded(PATENTS, officer, **given)
    assert not Patent.objects.exists()


# A day that is put right, an event that is recorded or taken back


def test_a_day_put_right_takes_the_place_of_the_day_before_it(officer):
    take_in(csv_of([row(1, 申请号=number(1, kind=1))]), officer)
    patent = Patent.objects.get()
    changed(PATENTS, patent.pk, officer, date(2026, 5, 10), granted_on="2022-11-02")
    assert periods_at(PATENTS, Moment(date(2022, 1, 1), FEB), officer).get().status == "IN_FORCE"
    assert periods_at(PATENTS, Moment(date(2022, 1, 1), JUNE), officer).get().status == "FILED"
    assert periods_at(PATENTS, Moment(date(2022, 11, 2), JUNE), officer).get().status == "IN_FORCE"
    assert change_row(
        PATENTS, patent.pk, Entry({"granted_on": None}, date(2026, 6, 10), "核对"), by=officer, at=JUNE
    ).status == ("FILED")


def test_a_day_decided_between_two_files_is_the_day_of_the_event(officer):
    take_in(csv_of([row(1)]), officer)
    take_in(csv_of([row(1, 授权公告日="2021-12-07")]), officer, MAY)
    found = Disagreement.objects.get(field="granted_on")
    decide_disagreement(PATENTS, found.pk, takes_offered=True, reason="公报", by=officer, at=JUNE)
    assert Patent.objects.get().granted_on == date(2021, 12, 7)
    assert periods_at(PATENTS, Moment(date(2021, 12, 6), JUNE), officer).get().status == "FILED"
    assert periods_at(PATENTS, Moment(date(2021, 12, 7), JUNE), officer).get().status == "IN_FORCE"


def rights(officer) -> dict[str, tuple[Any, str, str]]:
    """A right of each register that can still get the event, with the field that follows it."""
    patent = recorded(PATENTS, officer, number=number(1, kind=1), kind="发明", filed_on="2021-03-18")
    mark = recorded(TRADEMARKS, officer, number="90000005-09", filed_on="2019-01-02")
    abroad = recorded(OVERSEAS, officer, number="US 17123456", kind="海外发明专利", filed_on="2021-03-18")
    return {
        "registry.patent": (patent, "GRANTED", "granted_on"),
        "registry.trademark": (mark, "REGISTERED", "registered_on"),
        "registry.overseas": (abroad, "GRANTED", "granted_on"),
    }


@pytest.mark.parametrize("name", ["registry.patent", "registry.trademark", "registry.overseas"])
def test_the_day_of_a_recorded_event_fills_the_entry_and_goes_with_it(officer, name):
    right, code, field = rights(officer)[name]
    register, day = register_named(name), date(2023, 5, 9)
    after = record_legal_event(name, right.pk, LegalEntry(code, day, "公告（示例）"), by=officer, at=MAY)
    assert (getattr(after, field), after.public_class) == (day, "in_force")
    [event] = register.event_model.objects.filter(subject_id=right.pk, code=code)
    assert (event.effective_on, event.known_at) == (day, MAY)
    back = withdraw_event(register, right.pk, event.pk, reason="抄错", by=officer, at=JUNE)
    assert (getattr(back, field), back.public_class) == (None, "pending")
    assert periods_at(register, Moment(day, MAY), officer).get(subject=right.pk).public_class == "in_force"


def test_a_withdrawn_grant_of_a_file_empties_its_day_and_another_fills_it(officer):
    take_in(csv_of([row(1)]), officer)
    event = PatentEvent.objects.get(code="GRANTED")
    assert (
        withdraw_event(PATENTS, event.subject_id, event.pk, reason="错", by=officer, at=MAY).granted_on
        is None
    )
    entry = LegalEntry("GRANTED", date(2021, 12, 7), "公报（示例）")
    after = record_legal_event(PATENTS.name, event.subject_id, entry, by=officer, at=JUNE)
    assert (after.granted_on, after.status) == (date(2021, 12, 7), "IN_FORCE")


def test_a_withdrawn_registration_of_a_copyright_empties_its_day(officer):
    take_in(table(("登记号", "软件名称", "登记日期"), ("2026SR0000009", "云川系统", "2026-01-20")), officer)
    [event] = COPYRIGHTS.event_model.objects.filter(code="REGISTERED")
    back = withdraw_event(COPYRIGHTS, event.subject_id, event.pk, reason="抄错", by=officer, at=MAY)
    assert back.registered_on is None


# Holders by name


NEW = {
    PATENTS.name: {"number": number(1), "kind": "实用新型", "filed_on": "2021-03-18"},
    TRADEMARKS.name: {"number": "90000005-09", "filed_on": "2019-01-02"},
    COPYRIGHTS.name: {"number": "2026SR0000009", "kind": "软件", "registered_on": "2026-01-20"},
    OVERSEAS.name: {"number": "US 17123456", "kind": "海外发明专利", "filed_on": "2021-03-18"},
}
MODELS = {
    PATENTS.name: Patent,
    TRADEMARKS.name: TrademarkItem,
    COPYRIGHTS.name: Copyright,
    OVERSEAS.name: OverseasRight,
}
REGISTERS = pytest.mark.parametrize("name", list(NEW))


@REGISTERS
def test_typed_names_find_their_party_or_found_one_and_a_change_keeps_what_was(officer, places, name):  # noqa: F811
    register = register_named(name)
    firm = recorded(PARTIES, officer, name="云川示例机械（集团）有限公司", kind="组织")
    words = f"云川示例机械(集团)有限公司\n{OTHER}；王小明"
    made = recorded(register, officer, **NEW[name], holder_ids=words, address="云川区一号")
    assert (made.holder, made.region) == (firm, DISTRICT)
    assert PartyIds().cell(made.holder_ids) == f"{firm.name}、{OTHER}、王小明"
    assert dict(Party.objects.exclude(pk=firm.pk).values_list("name", "kind")) == {
        OTHER: "organisation",
        "王小明": "person",
    }
    assert set(PartyEvent.objects.exclude(subject=firm).values_list("source", "person_id")) == {
        ("证书（示例）", officer.id)
    }
    after = changed(register, made.pk, officer, date(2026, 4, 1), holder_ids=OTHER, region="120119")
    assert (after.holder.name, after.region, Party.objects.count()) == (OTHER, "120119", 3)
    for day, known_at, held in (
        (date(2026, 3, 31), JUNE, (firm.pk, DISTRICT)),
        (date(2026, 4, 1), JUNE, (after.holder_id, "120119")),
        (date(2026, 4, 1), FEB, (firm.pk, DISTRICT)),
    ):
        period = periods_at(register, Moment(day, known_at), officer).get()
        assert (period.holder_id, period.region) == held
    with pytest.raises(InvalidInput, match="没有改动"):
        changed(register, made.pk, officer, date(2026, 5, 10), holder_ids=OTHER)
    with pytest.raises(InvalidInput, match="没有改动"):  # of a day before the change: what stood then
        changed(register, made.pk, officer, date(2026, 2, 9), holder_ids=words, region=DISTRICT)


@REGISTERS
def test_names_go_through_the_form_and_come_back_in_it(officer, signed_in, office, name):
    register = register_named(name)
    client = signed_in(Role.PLAN_OFFICER, office)
    book = register.name.split(".")[1]
    given = {
        **{field: _choice(register, field, text) for field, text in NEW[name].items()},
        "holder_ids": f"{FIRM}\r\n{OTHER}",
        "entry_effective_on": "2026-02-10",
        "entry_source": "证书（示例）",
    }
    assert client.post(reverse("registers:new", args=["registry", book]), given).status_code == 302
    made = MODELS[name].objects.get()
    assert PartyIds().cell(made.holder_ids) == f"{FIRM}、{OTHER}"
    address = reverse("registers:change", args=["registry", book, made.pk])
    assert f"{FIRM}、{OTHER}" in client.get(address).content.decode()
    wrong = client.post(address, given | {"holder_ids": f"{FIRM}；91120118MA0000000X"})
    assert "没有找到组织或个人“91120118MA0000000X”" in wrong.content.decode()
    assert Party.objects.count() == 2


def _choice(register, field: str, text: str) -> str:
    return str(register.by_name[field].kind.read(text)) if field == "kind" else text


def test_a_new_name_is_resolved_as_one_of_an_import(officer, django_capture_on_commit_callbacks):
    firm = recorded(PARTIES, officer, name=FIRM, kind="组织")
    renamed = f"云川示范机械有限公司（曾用名：{FIRM}）"
    with django_capture_on_commit_callbacks(execute=True):
        made = recorded(PATENTS, officer, number=number(1), kind="实用新型", holder_ids=renamed)
    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == [resolve_new.module_path]
    assert resolve_new.call() == 2
    made.refresh_from_db()
    assert (made.holder.name, made.holder.joined_to) == (renamed, firm)


def test_a_name_in_two_rows_of_one_entry_is_one_party(officer):
    rows = record_rows(
        PATENTS,
        [
            Entry(typed(PATENTS, number=number(n), kind="实用新型", holder_ids=FIRM), TODAY, "台账")
            for n in (1, 2)
        ],
        by=officer,
        at=FEB,
    )
    assert {made.holder for made in rows} == {Party.objects.get()}


def test_what_is_refused_founds_no_party(officer, actor, office):
    with pytest.raises(CellRefused, match="权利人超过 40 个"):
        typed(PATENTS, holder_ids="；".join(f"示例研究所第{n}室" for n in range(41)))
    given = typed(PATENTS, number=number(1), kind="实用新型", holder_ids=FIRM)
    with pytest.raises(NotAllowed):
        record_row(PATENTS, Entry(given, TODAY, "证书"), by=actor(Role.READ_ONLY_LEADER, office), at=FEB)
    with pytest.raises(InvalidInput, match="来源"):
        record_row(PATENTS, Entry(given, TODAY, " "), by=officer, at=FEB)
    assert not Party.objects.exists()


@pytest.mark.parametrize("name", ["甲、乙示例研究所", "12345", FIRM])
def test_written_holders_lead_back_to_the_same_parties(officer, name):
    """Also a name with a mark in it, one of digits, and one that two parties bear."""
    first = Party.objects.get(pk=recorded(PARTIES, officer, name=name, kind="组织").pk)
    take_in(table(("单位名称", "地址"), (OTHER, "云川区")), officer)
    second = recorded(PARTIES, officer, name=FIRM, kind="组织")
    for held in (str(first.pk), f"{second.pk}、{first.pk}"):
        assert Holders().read(Holders().cell(held)) == held
