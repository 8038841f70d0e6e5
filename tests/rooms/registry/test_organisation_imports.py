"""Lists of organisations into the register: codes, names of each kind, memberships, who is the same."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.importing.previewing import changes_of
from zhichan.core.registers.importing.staging import CHANGED, staging_of
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.identifiers.check_characters import organisation_check, social_credit_check
from zhichan.rooms.registry.intakes.names import party_ids
from zhichan.rooms.registry.models import ListMembership, Party, PartyEvent, PartyName, PartyPeriod, Patent
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES

from .files import csv_of, row
from .taking import FEB, JUNE, MAY, counts, preview, reasons, table, take_in

pytestmark = pytest.mark.django_db
HEADINGS = ("单位名称", "统一社会信用代码", "简称", "英文名称", "曾用名", "所属行业", "行业代码", "地址")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def code(serial: int) -> str:
    """An invented credit code with its right check characters."""
    body = f"MA{serial:06d}"
    start = f"91120118{body}{organisation_check(body)}"
    return start + social_credit_check(start)


def firms(*rows: tuple[str, ...]) -> bytes:
    return table(HEADINGS, *((*cells, *[""] * (len(HEADINGS) - len(cells))) for cells in rows))


def listed(*rows: tuple[str, ...]) -> bytes:
    return table(("code", "name", "fullname", "location", "time"), *rows)


def everything() -> list:
    models = (Party, PartyEvent, PartyPeriod, PartyName, ListMembership, Disagreement)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def names(party: Party) -> set[tuple[str, str]]:
    return set(party.names.values_list("kind", "name"))


FIRM = (
    "云川示例机械有限公司",
    code(1),
    "云川示例",
    "Yunchuan Sample Machinery",
    "云川样例机械厂",
    "机械",
    "C35",
    "云川区一号",
)


def test_a_firm_comes_in_with_code_industry_and_every_name_by_its_kind(officer):
    assert counts(take_in(firms(FIRM), officer)) == (1, 0, 0, 0)
    party = Party.objects.get()
    assert (party.credit_code, party.industry, party.trade) == (code(1), "C35", "机械")
    assert (party.name, party.address, party.kind) == ("云川示例机械有限公司", "云川区一号", "organisation")
    assert names(party) == {
        ("official", "云川示例机械有限公司"),
        ("short", "云川示例"),
        ("english", "Yunchuan Sample Machinery"),
        ("former", "云川样例机械厂"),
    }


def test_a_wrong_check_character_is_refused_and_the_right_one_named(officer):
    wrong = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    batch = take_in(firms((FIRM[0], wrong)), officer)
    assert counts(batch) == (0, 0, 0, 1)
    assert f"应为：{code(1)[-1]}" in reasons(batch)
    assert Party.objects.count() == 0


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("", code(1)), "没有单位名称"),
        ((FIRM[0], "", "", "", "", "", "Z99"), "行业代码"),
        ((FIRM[0], "91120118"), "应为18位"),
    ],
)
def test_a_row_that_cannot_be_is_refused(officer, cells, reason):
    batch = preview(firms(cells), officer)
    assert counts(batch) == (0, 0, 0, 1)
    assert reason in reasons(batch)


def test_the_same_file_again_changes_nothing(officer):
    content = firms(FIRM, ("云川另一家有限公司", code(2)), (FIRM[0], "", "云川机"))
    assert counts(take_in(content, officer)) == (2, 1, 0, 0)
    before = everything()
    assert counts(take_in(content, officer, MAY)) == (0, 0, 3, 0)
    assert everything() == before


def test_a_code_finds_the_party_under_another_name_and_keeps_both(officer):
    take_in(firms(FIRM), officer)
    assert counts(take_in(firms(("云川示例智能装备有限公司", code(1))), officer, MAY)) == (0, 1, 0, 0)
    party = Party.objects.get()
    assert party.name == FIRM[0]
    assert ("official", "云川示例智能装备有限公司") in names(party)


def test_two_codes_for_one_name_are_a_disagreement(officer):
    take_in(firms(FIRM), officer)
    content = firms((FIRM[0], code(2)))
    assert counts(take_in(content, officer, MAY)) == (0, 1, 0, 0)
    [kept] = Disagreement.objects.all()
    assert (kept.field, kept.stored, kept.offered) == ("credit_code", code(1), code(2))
    assert counts(take_in(content, officer, JUNE)) == (0, 0, 1, 0)


def test_a_holder_known_from_patents_is_the_same_firm(officer):
    take_in(csv_of([row(1)]), officer)
    assert counts(take_in(firms(FIRM), officer, MAY)) == (0, 1, 0, 0)
    party = Party.objects.get()
    assert (party.credit_code, Patent.objects.get().holder) == (code(1), party)


def test_the_first_foreign_name_stands_and_all_are_kept(officer):
    take_in(firms((FIRM[0],)), officer)
    content = firms((FIRM[0], "", "", "Yunchuan One"), (FIRM[0], "", "", "Yunchuan Two"))
    assert counts(take_in(content, officer, MAY)) == (0, 2, 0, 0)
    party = Party.objects.get()
    assert party.english_name == "Yunchuan One"
    assert {("english", "Yunchuan One"), ("english", "Yunchuan Two")} < names(party)
    assert not Disagreement.objects.exists()


def test_one_code_under_two_names_of_a_file_is_one_firm(officer):
    content = firms(("云川甲有限公司", code(4)), ("云川乙有限公司", code(4)))
    assert counts(take_in(content, officer)) == (1, 1, 0, 0)
    assert names(Party.objects.get()) == {("official", "云川甲有限公司"), ("official", "云川乙有限公司")}
    assert counts(take_in(content, officer, MAY)) == (0, 0, 2, 0)


def test_a_foreign_name_of_two_firms_finds_neither(officer):
    shared_name = "Yunchuan Sample Group"
    batch = take_in(
        firms(("云川甲有限公司", "", "", shared_name), ("云川乙有限公司", "", "", shared_name)), officer
    )
    held = set(Party.objects.values_list("pk", flat=True))
    assert party_ids([shared_name], batch=batch, at=MAY)[shared_name] not in held


def test_a_later_patent_finds_the_firm_by_full_former_and_foreign_name_but_not_by_a_short_one(officer):
    batch = take_in(firms(FIRM), officer)
    written = ["云川示例机械有限公司", "云川样例机械厂", "Yunchuan Sample Machinery", "云川示例"]
    found = party_ids(written, batch=batch, at=MAY)
    firm = Party.objects.order_by("pk").first().pk
    assert [found[name] == firm for name in written] == [True, True, True, False]


def test_listed_firms_stand_in_their_list_since_the_day(officer):
    content = listed(
        ("600001.SH", "云川机械", "云川示例机械股份有限公司", "上海证券交易所", "2021-10-19"),
        ("600002.SH", "云川无日", "云川无日股份有限公司", "上海证券交易所", "上海证券交易所"),
        ("60002", "云川错码", "云川错码股份有限公司", "上海证券交易所", "2021-10-19"),
    )
    batch = take_in(content, officer)
    assert counts(batch) == (2, 0, 0, 1)
    assert "不是六位证券代码" in reasons(batch)

    def members(on: date) -> int:
        return periods_at(MEMBERSHIPS, Moment(on, JUNE), officer).count()

    assert (members(date(2021, 10, 18)), members(date(2021, 10, 19))) == (1, 2)
    assert counts(take_in(industries("云川机械"), officer, MAY)) == (0, 1, 0, 0)
    first = Party.objects.order_by("pk")[0]
    assert (first.name, first.trade, first.industry) == ("云川示例机械股份有限公司", "专用设备", "")
    assert counts(take_in(content, officer, JUNE)) == (0, 0, 2, 1)


def industries(short: str) -> bytes:
    headings = ("company_code", "company_name", "industry_code", "industry_name")
    return table(headings, ("600001", short, "720902", "专用设备"))


def test_one_securities_code_at_two_full_names_joins_nobody(officer):
    content = listed(
        ("600001.SH", "云川机械", "云川示例机械股份有限公司", "上海证券交易所", "2021-10-19"),
        ("600001.SH", "东山银行", "东山示例银行股份有限公司", "上海证券交易所", "2021-10-19"),
    )
    assert counts(take_in(content, officer)) == (2, 0, 0, 0)
    assert counts(take_in(industries("东山银行"), officer, MAY)) == (0, 1, 0, 0)
    assert [party.trade for party in Party.objects.order_by("pk")] == ["", "专用设备"]
    assert counts(take_in(content, officer, JUNE)) == (0, 0, 2, 0)


def test_a_firm_known_by_its_short_name_takes_its_full_name_when_a_list_gives_it(officer):
    take_in(industries("云川机械"), officer)
    take_in(
        listed(("600001.SH", "云川机械", "云川示例机械股份有限公司", "上海证券交易所", "2021-10-19")),
        officer,
        MAY,
    )
    assert Party.objects.get().name == "云川示例机械股份有限公司"


def test_a_name_whose_party_its_own_commit_joined_to_a_listed_firm_changes_nothing_again(officer):
    take_in(
        listed(("600001.SH", "天津海晨矿业", "天津海晨矿业控股股份有限公司", "上海证券交易所", "2021-10-19")),
        officer,
    )
    content = firms(
        ("天津海晨矿业", "", "", "Haichen Mining", "", "煤炭开采"),
        ("天津海晨矿业", "", "", "Haichen Coal", "云川矿务局", "焦煤"),
    )
    assert counts(take_in(content, officer, MAY)) == (1, 1, 0, 0)
    firm, printed = Party.objects.order_by("pk")
    assert (printed.joined_to, firm.english_name, printed.english_name) == (firm, "", "Haichen Mining")
    before = everything()
    assert counts(take_in(content, officer, JUNE)) == (0, 0, 2, 0)
    assert everything() == before


@pytest.mark.parametrize(
    "rows",
    [
        (("", "", "云川机械", "600001"), ("云川示例机械股份有限公司", "", "云川机械", "600001")),
        (("", code(4), "云川机械", ""), ("云川示例机械有限公司", code(4), "云川机械", "")),
    ],
)
def test_a_file_that_names_a_firm_by_short_name_and_then_in_full_changes_nothing_again(officer, rows):
    content = table(("单位名称", "统一社会信用代码", "简称", "证券代码"), *rows)
    take_in(content, officer)
    before = everything()
    assert counts(take_in(content, officer, MAY)) == (0, 0, 2, 0)
    assert everything() == before


def test_undo_takes_firms_names_and_memberships_back_and_they_can_come_again(officer):
    content = listed(("600001.SH", "云川机械", "云川示例机械股份有限公司", "上海证券交易所", "2021-10-19"))
    take_in(firms(("云川示例机械股份有限公司", code(3))), officer, FEB)
    batch = take_in(content, officer, MAY)
    undo_batch(batch.pk, by=officer, at=JUNE)
    party = Party.objects.get()
    assert (party.is_shown, party.listed_code) == (True, "")
    assert ListMembership.objects.filter(is_shown=True).count() == 0
    later = JUNE.replace(day=20)
    assert counts(take_in(content, officer, later)) == (0, 1, 0, 0)
    assert ListMembership.objects.filter(is_shown=True).count() == 1
    assert names(Party.objects.get()) == {("official", "云川示例机械股份有限公司"), ("short", "云川机械")}


def test_a_party_recorded_by_hand_is_found_by_its_name(officer, office):
    from zhichan.core.registers.actions import Entry, record_row
    from zhichan.rooms.registry.models.party import PARTIES

    entry = Entry({"name": FIRM[0], "kind": "organisation"}, date(2026, 1, 1), "营业执照")
    party = record_row(PARTIES, entry, by=officer, at=FEB)
    take_in(csv_of([row(1)]), officer, MAY)
    assert Patent.objects.get().holder_id == party.pk


INDUSTRIES = ("company_code", "company_name", "industry_code", "industry_name")
TWO_CODES = table(INDUSTRIES, ("600001", "云川机械", "C35", "制造"), ("600002", "云川机械", "C36", "汽车"))
FULL, OTHER_FULL = "云川示例机械股份有限公司", "东山示例机械股份有限公司"


@pytest.mark.parametrize(
    "known",
    [
        (),
        (("600001.SH", FULL),),
        (("600002.SH", FULL),),
        (("600001.SH", FULL), ("600002.SH", FULL)),
        (("600001.SH", FULL), ("600002.SH", OTHER_FULL)),
    ],
)
def test_one_short_name_with_two_securities_codes_changes_nothing_when_read_again(officer, known):
    if known:
        rows = ((code, "云川机械", full, "上海证券交易所", "2021-10-19") for code, full in known)
        take_in(listed(*rows), officer)
    take_in(TWO_CODES, officer)
    before = everything()
    for at in (FEB, MAY, JUNE):
        assert counts(take_in(TWO_CODES, officer, at)) == (0, 0, 2, 0)
    assert everything() == before


def test_names_of_an_undone_list_are_told_by_the_preview_and_come_again(officer):
    take_in(firms(FIRM), officer)
    more = firms((*FIRM[:4], "云川旧名机械厂", *FIRM[5:]))
    batch = take_in(more, officer, MAY)
    undo_batch(batch.pk, by=officer, at=JUNE)
    again = preview(more, officer, JUNE)
    assert counts(again) == (0, 1, 0, 0)
    with staging_of(again.pk) as staging:
        [[change]] = changes_of(PARTIES, staging.rows(CHANGED)).values()
    assert (str(change.label), change.before, change.after) == ("曾用名", "", "云川旧名机械厂")
