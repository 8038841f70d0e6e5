"""The quick ways of an import give what the plain ones give, row by row."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.registry.status.histories import FILED, events, kinds, lives
from zhichan.core.access.roles import Role
from zhichan.core.registers.derive import derive
from zhichan.core.registers.importing.staging import new_staging, remove_staging, staging_of
from zhichan.rooms.registry.identifiers.documents import parse
from zhichan.rooms.registry.identifiers.patent_applications import is_plainly_written
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.models import Patent, PatentEvent, PatentPeriod
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.status import Facts, patents, timeline, trademarks
from zhichan.rooms.registry.status.replay import recorded_spans

from .files import HEADINGS, csv_of, number
from .taking import FEB, MAY, counts, take_in

MORE = (*HEADINGS, "公开（公告）号", "公开（公告）日", "地址", "战略性新兴产业标识")
DAYS = st.one_of(st.just(""), st.dates(date(2020, 1, 1), date(2023, 12, 31)).map(str), st.just("2021/2/30"))
ROWS = st.fixed_dictionaries(
    {
        "专利名称": st.sampled_from(["一种样例", "", "另一样例"]),
        "申请号": st.builds(
            number, st.integers(1, 6), st.sampled_from([2020, 2021]), st.integers(1, 3)
        ) | st.sampled_from(["", "2021290000010", "US 2013/0101709"]),
        "申请人": st.sampled_from(["", "云川示例机械有限公司", "云川示例公司;白河样板研究所", "张三"]),
        "申请日": DAYS,
        "授权公告日": DAYS,
        "主分类号": st.sampled_from(["", "B23K37/00"]),
        "法律状态": st.sampled_from(["", "有权", "未缴年费终止失效", "驳回", "不是状态"]),
        "公开（公告）号": st.sampled_from(["", "CN113000001A", "CN113000001B", "CN213000001U"]),
        "公开（公告）日": DAYS,
        "地址": st.sampled_from(["", "云川区示例路 1 号"]),
        "战略性新兴产业标识": st.sampled_from(["", "是", "否", "也许"]),
    }
)  # fmt: skip


@pytest.mark.parametrize("machine", [patents(), trademarks()], ids=["patents", "trademarks"])
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_what_was_recorded_is_the_timeline_without_computed_ends(machine, data):
    kind = data.draw(kinds(machine))
    history = data.draw(events(machine, orders=2) | lives(machine, kind))
    joined: list[list] = []
    for span in timeline(machine, kind, Facts(FILED), history).spans:
        if joined and joined[-1][2] == span.recorded:
            joined[-1][1] = span.ends_on
        else:
            joined.append([span.starts_on, span.ends_on, span.recorded])
    assert [list(one) for one in recorded_spans(machine, kind, FILED, history)] == joined


@given(
    st.from_regex(r"(CN|ZL)?20(0[3-9]|1[0-9])[12389][0-9]{7}(\.?[0-9X])?[ABCDSUWY]?[0-9]?", fullmatch=True)
)
def test_a_plainly_written_number_is_of_no_other_office(text):
    if is_plainly_written(text):
        with suppress(IdentifierRefused):
            assert parse(text).office in ("CN", "ZL")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def stored() -> list:
    rows = Patent.objects.order_by("pk").values_list()
    periods = PatentPeriod.objects.order_by("subject", "known_from", "valid_from")
    return [list(rows), [row[1:] for row in periods.values_list()]]


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=12))
def test_new_rows_stand_as_a_replay_of_their_stored_events_says(officer, rows):
    """Rows are worked out before they are stored; deriving them anew from the database changes nothing."""
    with transaction.atomic():
        batch = take_in(csv_of(rows, MORE), officer)
        assert sum(counts(batch)) == len([row for row in rows if any(row.values())])
        before = stored()
        derive(PATENTS, Patent.objects.values_list("pk", flat=True), at=FEB)
        assert stored() == before
        again = take_in(csv_of(rows, MORE), officer, MAY)
        assert counts(again) == (0, 0, batch.row_count - batch.refused_count, batch.refused_count)
        assert stored()[0] == before[0]
        assert PatentEvent.objects.filter(batch=again).count() == 0
        transaction.set_rollback(True)


def test_the_names_of_a_staging_come_once_in_order_of_appearance(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    from zhichan.core.registers.importing.lines import Fact, Line
    from zhichan.core.registers.importing.staging import CHANGED, NEW, REFUSED, SAME, StagedRow

    def staged(place, state, names):
        payload = Line(place, "", str(place), {"title": "例“名”"}, [Fact("HELD", "", {})], names).payload()
        return StagedRow(place, "", state, str(place), None, 1, payload, "")

    refused = StagedRow(4, "", REFUSED, None, None, None, '[["name", "x", "reason", "fix"]]', "")
    with new_staging(7) as staging:
        staging.append([staged(3, NEW, ["丙、“丁”", "甲"]), staged(1, NEW, ["乙", "甲"])])
        staging.append([staged(2, CHANGED, []), refused, staged(5, SAME, ["戊"]), staged(6, CHANGED, ["己"])])
    with staging_of(7) as staging:
        assert staging.names((NEW, CHANGED)) == ["乙", "甲", "丙、“丁”", "己"]
    remove_staging(7)
