"""Days that cannot be, by form and by file: the wrong way round, to come, after the year in the number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.rooms.registry.files import HEADINGS, csv_of, number, row
from tests.rooms.registry.taking import counts, preview, reasons, take_in
from tests.rooms.registry.test_rights_by_hand import changed, recorded
from zhichan.cli import main
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput
from zhichan.core.imports.models import ImportBatch
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.copyright import COPYRIGHTS
from zhichan.rooms.registry.models.overseas import OVERSEAS
from zhichan.rooms.registry.models.patent import PATENTS, after_its_number
from zhichan.rooms.registry.models.trademark import TRADEMARKS

pytestmark = pytest.mark.django_db
RIGHTS: dict[str, tuple[Any, dict[str, str]]] = {
    "patent": (PATENTS, {"number": number(1, kind=1), "kind": "发明"}),
    "trademark": (TRADEMARKS, {"number": "90000005-09"}),
    "copyright": (COPYRIGHTS, {"number": "2025SR9000001", "kind": "软件"}),
    "overseas": (OVERSEAS, {"number": "US 17123456", "kind": "海外发明专利"}),
}
WRONG_WAY_ROUND = [
    ("patent", "filed_on", "published_on", "公开日", "公开日早于申请日"),
    ("patent", "filed_on", "granted_on", "授权公告日", "授权公告日早于申请日"),
    ("trademark", "filed_on", "published_on", "初审公告日", "初审公告日早于申请日"),
    ("trademark", "published_on", "registered_on", "注册公告日", "注册公告日早于初审公告日"),
    ("trademark", "filed_on", "registered_on", "注册公告日", "注册公告日早于申请日"),
    ("copyright", "completed_on", "registered_on", "登记日", "登记日早于完成日"),
    ("copyright", "published_on", "registered_on", "登记日", "登记日早于首次发表日"),
    ("copyright", "completed_on", "published_on", "首次发表日", "首次发表日早于完成日"),
    ("overseas", "filed_on", "granted_on", "授权日或注册日", "授权日或注册日早于申请日"),
]
PAST_DAYS = [
    *(("patent", name) for name in ("filed_on", "published_on", "granted_on")),
    *(("trademark", name) for name in ("filed_on", "published_on", "registered_on")),
    *(("copyright", name) for name in ("completed_on", "published_on", "registered_on")),
    *(("overseas", name) for name in ("filed_on", "published_on", "granted_on")),
]


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def nothing_recorded(register: Any) -> bool:
    return (
        not register.model.objects.exists()
        and not AuditEvent.objects.filter(kind__startswith="registry.").exists()
    )


@pytest.mark.parametrize(("right", "before", "after", "label", "reason"), WRONG_WAY_ROUND)
def test_a_step_before_the_one_it_rests_on_is_refused(officer, right, before, after, label, reason):
    register, given = RIGHTS[right]
    with pytest.raises(InvalidInput, match=f"{label}：{reason}") as refused:
        recorded(register, officer, **given, **{before: "2021-06-02", after: "2021-06-01"})
    assert refused.value.details["field"] == after
    assert nothing_recorded(register)
    made = recorded(register, officer, **given, **{before: "2021-06-01", after: "2021-06-01"})
    with pytest.raises(InvalidInput, match=reason):
        changed(register, made.pk, officer, date(2026, 5, 1), **{after: "2021-05-31"})
    made.refresh_from_db()
    assert getattr(made, after) == date(2021, 6, 1)


@pytest.mark.parametrize(("right", "name"), PAST_DAYS)
def test_a_day_to_come_is_refused(officer, right, name):
    register, given = RIGHTS[right]
    label = register.by_name[name].label
    with pytest.raises(InvalidInput, match=f"{label}：这一天还没有到") as refused:
        recorded(register, officer, **given, **{name: "2026-02-11"})  # recorded on the 10th
    assert refused.value.details["field"] == name
    assert nothing_recorded(register)


def test_the_form_says_which_day_and_keeps_what_was_typed(signed_in, office, frozen_now):
    browser = signed_in(Role.PLAN_OFFICER, office)
    typed = {
        "number": "90000005-09",
        "title": "示例",
        "filed_on": "2024-06-02",
        "registered_on": "2024-06-01",
    }
    address = reverse("registers:new", args=["registry", "trademark"])
    answer = browser.post(address, {**typed, "entry_effective_on": "2024-06-02", "entry_source": "证书"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "注册公告日：注册公告日早于申请日。核对这两个日期。" in page
    assert 'value="2024-06-01"' in page
    assert not TRADEMARKS.model.objects.exists()


@pytest.mark.parametrize(
    ("key", "day", "is_wrong"),
    [
        ("CN202110123456", date(2021, 12, 31), False),
        ("CN202110123456", date(2022, 5, 9), False),  # missing drawings came later, and the day with them
        ("CN202110123456", date(2023, 1, 1), True),
        ("CN202180123456", date(2019, 5, 1), False),  # an international application has its first day
        ("CN85100001", date(1985, 4, 1), False),
        ("CN85100001", date(1987, 1, 1), True),
        ("CN02123456", date(2002, 6, 1), False),
        ("CN02123456", date(2004, 6, 1), True),
        ("CN112345678A", date(2030, 1, 1), False),  # a document names no application
        ("US:17123456", date(2030, 1, 1), False),
    ],
)
def test_the_year_in_a_number_bounds_the_day_of_filing(key, day, is_wrong):
    assert bool(after_its_number(key, day)) is is_wrong


def test_an_application_filed_after_the_year_in_its_number_is_refused_by_form(officer):
    given = {"number": number(1), "kind": "实用新型"}
    with pytest.raises(InvalidInput, match="申请日：申请日晚于申请号里的年份 2021。核对申请号与申请日"):
        recorded(PATENTS, officer, **given, filed_on="2023-01-01")
    assert nothing_recorded(PATENTS)
    made = recorded(PATENTS, officer, **given, filed_on="2021-12-31")
    with pytest.raises(InvalidInput, match="申请日晚于申请号里的年份 2021"):
        changed(PATENTS, made.pk, officer, date(2026, 5, 1), filed_on="2023-01-01")


def test_an_application_filed_after_the_year_in_its_number_is_refused_row_by_row(officer):
    rows = [
        row(1),
        row(2, 申请日="2023-01-01", 授权公告日="2023-11-02"),
        row(3, 申请日="2022-05-09", 授权公告日=""),
    ]
    batch = take_in(csv_of(rows), officer)
    assert counts(batch) == (2, 0, 0, 1)
    assert reasons(preview(csv_of([rows[1]]), officer)) == "申请日晚于申请号里的年份 2021"
    assert set(Patent.objects.values_list("filed_on", flat=True)) == {date(2021, 3, 18), date(2022, 5, 9)}


def test_a_table_of_headings_alone_makes_no_batch_and_says_so(officer, signed_in, office, tmp_path, capsys):
    content = (",".join(HEADINGS) + "\n").encode()
    with pytest.raises(InvalidInput, match="只有表头，没有一行数据"):
        preview(content, officer)
    assert not ImportBatch.objects.exists()

    path = tmp_path / "清单.csv"
    path.write_bytes(content)
    assert main(["import", str(path)]) == 2
    assert "只有表头，没有一行数据" in capsys.readouterr().err
    with path.open("rb") as file:
        answer = signed_in(Role.PLAN_OFFICER, office).post(reverse("registry:import"), {"file": file})
    assert answer.status_code == 422
    assert "只有表头，没有一行数据" in answer.content.decode()
    assert not ImportBatch.objects.exists()
