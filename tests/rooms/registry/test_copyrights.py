"""Copyright registrations: lists come in, forms record, what was learned late, the figure against a walk."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.measures.actions.run import run_measure
from zhichan.core.measures.declaration import Question
from zhichan.core.registers.actions import Entry, change_row, end_row, record_row
from zhichan.core.registers.actions.decide import decide_disagreement
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.models import Copyright, CopyrightEvent, CopyrightPeriod, Party
from zhichan.rooms.registry.models.copyright import COPYRIGHTS
from zhichan.rooms.registry.models.party import PARTIES

from .taking import FEB, JUNE, MAY, counts, preview, reasons, table, take_in
from .test_measures import DISTRICT, places
from .test_round_trip import exported, through_the_mapping

__all__ = ["places"]
pytestmark = pytest.mark.django_db
HEADINGS = (
    "软件名称", "版本号", "登记号", "证书号", "著作权人", "开发完成日期", "首次发表日期", "登记日期", "状态",
    "地址",
)  # fmt: skip
GIVEN = {
    "软件名称": "云川示例管理系统",
    "版本号": "V1.0",
    "登记号": "2026SR0000001",
    "证书号": "软著登字第9000001号",
    "著作权人": "云川示例机械有限公司",
    "开发完成日期": "2025-09-01",
    "首次发表日期": "",
    "登记日期": "2026-01-15",
    "状态": "",
    "地址": "云川区示例路 1 号",
}
END_OF_JANUARY = date(2026, 1, 31)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def listed(*rows: dict[str, str]) -> bytes:
    return table(HEADINGS, *([{**GIVEN, **row}[name] for name in HEADINGS] for row in rows))


def work(serial: int, **row: str) -> dict[str, str]:
    number = f"国作登字-2026-F-{serial:08d}"
    return {"软件名称": "云川示例图案", "版本号": "", "登记号": number, "证书号": "", **row}


def ask(by, region: str = DISTRICT, on: date = END_OF_JANUARY, known_at=JUNE, **options: str):
    return run_measure("copyright_registrations", Question(region, on, known_at, options), by=by, at=JUNE)[0]


def everything() -> list:
    models = (Copyright, CopyrightEvent, CopyrightPeriod, Disagreement)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_a_list_comes_in_with_numbers_days_owner_and_region(officer, places):
    batch = take_in(listed({}, work(1, 著作权人="张示例；云川示例大学")), officer)
    assert counts(batch) == (2, 0, 0, 0)
    software, image = Copyright.objects.order_by("pk")
    assert (software.number, software.certificate_number) == ("2026SR0000001", "软著登字第9000001号")
    assert (software.kind, software.version, software.completed_on) == ("software", "V1.0", date(2025, 9, 1))
    assert (software.status, software.public_class, software.region) == ("REGISTERED", "in_force", DISTRICT)
    assert software.holder.name == "云川示例机械有限公司"
    assert (image.kind, image.holder.kind) == ("work", Party.Kind.PERSON)
    assert len(image.holder_ids.split("、")) == 2
    before = periods_at(COPYRIGHTS, Moment(date(2026, 1, 14), FEB), officer)
    assert not before.exists()


def test_the_same_list_again_changes_nothing(officer, places):
    content = listed({}, work(1), work(2, 状态="撤销", 登记日期=""))
    take_in(content, officer)
    before = everything()
    assert counts(take_in(content, officer, MAY)) == (0, 0, 3, 0)
    assert everything() == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"登记号": "2026RS0000001"}, "软件著作权登记号“2026RS0000001”的写法不对"),
        ({"登记号": "某作登字-2026-F-00000001", "证书号": ""}, "作品登记号"),
        ({"登记号": "", "证书号": "软著登字第号"}, "软件著作权证书号"),
        ({"登记号": "", "证书号": ""}, "没有登记号"),
        ({"登记号": "国作登字-2026-F-00000001"}, "作品登记没有软件著作权证书号"),
        ({"登记日期": "2025-08-31"}, "登记日早于完成日"),
        ({"首次发表日期": "2026-02-01"}, "登记日早于首次发表日"),
        ({"首次发表日期": "2025-08-01"}, "首次发表日早于完成日"),
        ({"登记日期": "2026-02-30"}, "没有这一天"),
        ({"状态": "暂缓"}, "不认识的状态“暂缓”"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_the_reason(officer, row, reason):
    batch = take_in(listed(work(7), row), officer)
    assert counts(batch) == (1, 0, 0, 1)
    assert reason in reasons(batch)
    assert Copyright.objects.count() == 1


def test_a_row_with_the_certificate_alone_finds_its_registration(officer):
    take_in(listed({}), officer)
    batch = take_in(listed({"登记号": "", "软件名称": "", "首次发表日期": "2025-10-01"}), officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    assert Copyright.objects.get().published_on == date(2025, 10, 1)
    alone = preview(listed({"登记号": "", "证书号": "软著登字第9000002号"}), officer, MAY)
    assert counts(alone) == (1, 0, 0, 0)


def test_a_second_title_is_a_disagreement(officer):
    take_in(listed({}), officer)
    assert counts(take_in(listed({"软件名称": "云川别名系统"}), officer, MAY)) == (0, 1, 0, 0)
    at_odds = Disagreement.objects.get()
    assert (at_odds.field, at_odds.stored, at_odds.offered) == ("title", "云川示例管理系统", "云川别名系统")


def test_undo_takes_a_list_back(officer, places):
    take_in(listed({}), officer)
    batch = take_in(listed(work(1), {"状态": "撤销"}), officer, MAY)
    assert Copyright.objects.get(kind="software").status == "CANCELLED"
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert [row.status for row in COPYRIGHTS.current(officer)] == ["REGISTERED"]
    assert periods_at(COPYRIGHTS, Moment(END_OF_JANUARY, MAY), officer).count() == 2


def party(officer) -> Party:
    values = {"name": "云川示例机械有限公司", "kind": Party.Kind.ORGANISATION, "region": DISTRICT}
    return record_row(PARTIES, Entry(values, date(2000, 1, 1), "营业执照"), by=officer, at=FEB)


def record_one(officer, **more):
    values = {
        "number": "2026SR0000009", "kind": "software", "title": "云川手填系统", "region": DISTRICT,
        "registered_on": date(2026, 1, 20), "holder_ids": str(party(officer).pk),
    }  # fmt: skip
    entry = Entry({**values, **more}, date(2026, 2, 1), "登记证书")
    return record_row(COPYRIGHTS, entry, by=officer, at=FEB)


def test_a_registration_recorded_by_hand_stands_from_its_day_and_counts(officer):
    made = record_one(officer)
    assert (made.status, made.holder.name) == ("REGISTERED", "云川示例机械有限公司")
    assert periods_at(COPYRIGHTS, Moment(date(2026, 1, 20), FEB), officer).count() == 1
    assert not periods_at(COPYRIGHTS, Moment(date(2026, 1, 19), FEB), officer).exists()
    assert ask(officer).value == 1
    ended = end_row(COPYRIGHTS, made.pk, Entry({}, date(2026, 3, 1), "误登"), by=officer, at=MAY)
    assert not ended.is_shown


def test_what_does_not_go_together_is_refused_and_nothing_is_stored(officer, actor, office):
    for wrong, words in (
        ({"kind": "work"}, "登记号不是作品的"),
        ({"completed_on": date(2026, 1, 21)}, "登记日早于完成日"),
    ):
        with pytest.raises(InvalidInput, match=words):
            record_one(officer, **wrong)
    with pytest.raises(NotAllowed):
        record_row(
            COPYRIGHTS,
            Entry({"number": "2026SR0000009", "kind": "software"}, date(2026, 2, 1), "证书"),
            by=actor(Role.READ_ONLY_LEADER, office),
            at=FEB,
        )
    assert not Copyright.objects.exists()


def test_a_change_of_owner_counts_from_its_day(officer, places):
    made = record_one(officer)
    other = record_row(
        PARTIES,
        Entry({"name": "东山示例研究院", "kind": Party.Kind.ORGANISATION}, date(2000, 1, 1), "名单"),
        by=officer,
        at=FEB,
    )
    values = {"holder_ids": str(other.pk), "region": "120119"}
    change_row(COPYRIGHTS, made.pk, Entry(values, date(2026, 1, 25), "转让登记"), by=officer, at=MAY)
    held = periods_at(COPYRIGHTS, Moment(END_OF_JANUARY, JUNE), officer).get()
    assert held.holder == other
    assert periods_at(COPYRIGHTS, Moment(END_OF_JANUARY, FEB), officer).get().region == DISTRICT
    assert (ask(officer).value, ask(officer, region="120119").value) == (1, 0)


def test_the_figure_agrees_with_a_walk_over_the_events(officer, places):
    rows = [
        {},
        {"登记号": "2026SR0000002", "证书号": "", "登记日期": "2025-12-31"},
        {"登记号": "2026SR0000003", "证书号": "", "登记日期": "2026-02-01"},
        {"登记号": "2026SR0000004", "证书号": "", "地址": "东山区示例街 2 号"},
        {"登记号": "2026SR0000005", "证书号": "", "地址": "外地"},
        {"登记号": "2026SR0000006", "证书号": "", "登记日期": ""},
        work(1, 登记日期="2026-01-31"),
        work(2, 地址="云川区柳河镇", 状态="撤销"),
    ]
    take_in(listed(*rows), officer)
    walked = {
        event.subject_id
        for event in CopyrightEvent.objects.filter(code="REGISTERED").select_related("subject")
        if date(2026, 1, 1) <= event.effective_on <= END_OF_JANUARY
        for held in event.subject.events.filter(code="HELD")
        if held.values.get("region", "").startswith(DISTRICT)
    }
    figure = ask(officer)
    assert figure.value == len(walked) == 3
    assert set(figure.counted.rows.values_list("subject_id", flat=True)) == walked
    assert ask(officer, kind="work").value == 2
    assert ask(officer, region="").value == 5
    assert f"{figure.counted.coverage}" == "0.8000"
    assert (figure.counted.is_lower_bound, figure.counted.notes) == (
        True,
        ("1 件没有登记日，不计入任何一年",),
    )


def test_a_registration_learned_in_may_changes_january_as_known_in_june_only(officer, places):
    take_in(listed({}), officer, FEB)
    take_in(listed(work(1)), officer, MAY)
    assert (ask(officer, known_at=FEB).value, ask(officer, known_at=JUNE).value) == (1, 2)
    assert ask(officer, on=date(2027, 1, 31)).value == 0


def test_a_day_that_is_corrected_moves_the_registration(officer, places):
    take_in(listed({}), officer, FEB)
    made = Copyright.objects.get()
    given = Entry({"registered_on": date(2025, 12, 31)}, date(2025, 12, 31), "登记证书")
    change_row(COPYRIGHTS, made.pk, given, by=officer, at=MAY)
    assert (ask(officer, known_at=FEB).value, ask(officer).value) == (1, 0)
    assert ask(officer, on=date(2025, 12, 31)).value == 1
    assert counts(take_in(listed({}), officer, JUNE))[0] == 0
    assert ask(officer).value == 0


def test_a_second_day_counts_only_once_a_person_has_decided_for_it(officer, places):
    take_in(listed({}), officer, FEB)
    assert counts(take_in(listed({"登记日期": "2025-12-31"}), officer, MAY)) == (0, 1, 0, 0)
    at_odds = Disagreement.objects.get()
    assert (at_odds.field, at_odds.offered) == ("registered_on", "2025-12-31")
    assert ask(officer, known_at=MAY).value == 1
    decide_disagreement(
        COPYRIGHTS, at_odds.pk, takes_offered=True, reason="证书为准（示例）", by=officer, at=JUNE
    )
    assert (ask(officer, known_at=MAY).value, ask(officer, known_at=JUNE).value) == (1, 0)
    assert ask(officer, on=date(2025, 12, 31)).value == 1


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_the_register_gives_out_comes_back_unchanged(officer, places, file_format):
    rows = [{}, work(1, 著作权人="张示例；云川示例大学"), work(2, 登记日期=""), work(3, 状态="撤销")]
    take_in(listed(*rows), officer)
    before = everything()
    batch = through_the_mapping(exported(COPYRIGHTS, officer, file_format), officer)
    assert counts(batch) == (0, 0, 4, 0), reasons(batch)
    assert everything() == before
