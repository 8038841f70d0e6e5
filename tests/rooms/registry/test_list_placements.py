"""Chosen rows of a register are put into a dated list together, with both times, and taken back together."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.registers.actions import Entry, change_row, end_row, record_row, resume_row
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.actions.put_in_list import Placing, put_in_list, undo_placement
from zhichan.rooms.registry.models import ListMembership, ListMembershipEvent, ListPlacement, Party, Patent
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES

from .files import csv_of, number, row
from .test_imports import take_in

pytestmark = pytest.mark.django_db
FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
MAR = datetime(2026, 3, 10, 4, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 4, tzinfo=UTC)
SINCE = date(2026, 1, 1)
PAPER = "云知发〔2026〕1 号"


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def client(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def kind(officer):
    return create_list_kind(NewListKind("优势企业"), by=officer, at=FEB)


@pytest.fixture
def firms(officer) -> list[Party]:
    return [
        record_row(
            PARTIES,
            Entry({"name": name, "kind": Party.Kind.ORGANISATION, "credit_code": ""}, SINCE, "营业执照"),
            by=officer,
            at=FEB,
        )
        for name in ("云川甲示例有限公司", "云川乙示例有限公司", "云川丙示例有限公司")
    ]


def placing(kind, rows, day: date = SINCE, **more) -> Placing:
    return Placing(kind.pk, more.pop("book", "party"), [row.pk for row in rows], day, PAPER, **more)


def members(officer, day: date, known_at: datetime) -> set[str]:
    periods = periods_at(MEMBERSHIPS, Moment(day, known_at), officer)
    return set(periods.values_list("subject__party__name", flat=True))


def everything() -> list:
    models = (ListPlacement, ListMembership, ListMembershipEvent)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_chosen_parties_stand_from_the_day_and_leave_again_with_what_was_known_kept(officer, kind, firms):
    made = put_in_list(placing(kind, firms[:2]), by=officer, at=FEB)
    names = {firm.name for firm in firms[:2]}
    assert members(officer, SINCE, FEB) == names
    assert members(officer, date(2025, 12, 31), FEB) == set()
    assert ListMembershipEvent.objects.filter(source=PAPER).count() == made.events.count() == 2
    undone = undo_placement(made.pk, by=officer, at=MAY)
    assert undone.undone_at == MAY
    assert members(officer, SINCE, MAY) == set()
    assert members(officer, SINCE, MAR) == names
    before = everything()
    with pytest.raises(WrongState):
        undo_placement(made.pk, by=officer, at=MAY)
    assert everything() == before


def test_who_stands_there_stays_and_who_left_stands_again(officer, kind, firms):
    first = put_in_list(placing(kind, firms[:2]), by=officer, at=FEB)
    left = ListMembership.objects.get(party=firms[0])
    end_row(MEMBERSHIPS, left.pk, Entry({}, date(2026, 3, 1), "退出"), by=officer, at=MAR)
    made = put_in_list(placing(kind, firms, date(2026, 5, 1)), by=officer, at=MAY)
    assert made.events.count() == 2
    assert made.chosen == 3
    assert members(officer, date(2026, 5, 1), MAY) == {firm.name for firm in firms}
    assert members(officer, date(2026, 4, 1), MAY) == {firms[1].name}
    assert ListMembership.objects.count() == 3
    with pytest.raises(WrongState, match="都已在“优势企业”里"):
        put_in_list(placing(kind, firms[1:2], date(2026, 5, 1)), by=officer, at=MAY)
    before = everything()
    with pytest.raises(Conflict, match="后来又有记录"):
        undo_placement(first.pk, by=officer, at=MAY)
    assert everything() == before
    undo_placement(made.pk, by=officer, at=MAY)
    assert members(officer, date(2026, 5, 1), MAY) == {firms[1].name}


def test_an_expired_membership_stands_again_without_its_old_end(officer, kind, firms):
    values = {
        "party": firms[0],
        "list_kind": kind,
        "item": "",
        "standard": "2013",
        "expires_on": date(2026, 1, 31),
    }
    record_row(MEMBERSHIPS, Entry(values, SINCE, PAPER), by=officer, at=FEB)
    put_in_list(placing(kind, firms[:1], date(2026, 3, 1)), by=officer, at=MAR)
    assert members(officer, date(2026, 2, 15), MAR) == set()
    assert members(officer, date(2030, 1, 1), MAR) == {firms[0].name}


def test_a_row_that_stands_is_not_resumed(officer, kind, firms):
    put_in_list(placing(kind, firms[:1]), by=officer, at=FEB)
    member = ListMembership.objects.get()
    before = everything()
    with pytest.raises(WrongState):
        resume_row(MEMBERSHIPS, member.pk, Entry({}, SINCE, PAPER), by=officer, at=FEB)
    assert everything() == before


def test_of_rights_the_holder_is_put_in_once_or_for_each_number(officer, kind):
    take_in(csv_of([row(1), row(2), row(3, 申请人="云川乙示例有限公司")]), officer, FEB)
    patents = list(Patent.objects.order_by("number"))
    assert len({patent.holder_id for patent in patents}) == 2
    once = put_in_list(placing(kind, patents, book="patent"), by=officer, at=FEB)
    assert once.events.count() == 2
    each = put_in_list(placing(kind, patents, book="patent", is_each=True), by=officer, at=FEB)
    numbers = {member.item for member in ListMembership.objects.exclude(item="")}
    assert each.events.count() == 3
    assert numbers == {number(1), number(2), number(3)}


def test_what_cannot_be_put_in_is_refused_whole(officer, kind, firms, actor, office):
    take_in(csv_of([row(1), row(2, 申请人="")]), officer, FEB)
    patents = list(Patent.objects.order_by("number"))
    before = everything()
    with pytest.raises(InvalidInput, match="1 行没有权利人"):
        put_in_list(placing(kind, patents, book="patent"), by=officer, at=FEB)
    with pytest.raises(InvalidInput, match="没有选中"):
        put_in_list(placing(kind, []), by=officer, at=FEB)
    with pytest.raises(InvalidInput, match="最多放入 500"):
        put_in_list(Placing(kind.pk, "party", range(1, 502), SINCE, PAPER), by=officer, at=FEB)
    with pytest.raises(InvalidInput, match="来源"):
        put_in_list(Placing(kind.pk, "party", [firms[0].pk], SINCE, " "), by=officer, at=FEB)
    for wrong in (
        Placing(kind.pk + 1, "party", [firms[0].pk], SINCE, PAPER),
        Placing(kind.pk, "party", [firms[0].pk, 10**9], SINCE, PAPER),
        Placing(kind.pk, "region", [1], SINCE, PAPER),
        Placing(kind.pk, "nothing", [1], SINCE, PAPER),
    ):
        with pytest.raises(NotFound):
            put_in_list(wrong, by=officer, at=FEB)
    with pytest.raises(NotAllowed):
        put_in_list(placing(kind, firms), by=actor(Role.READ_ONLY_LEADER, office), at=FEB)
    assert everything() == before


def test_later_changes_stand_in_the_way_of_taking_back(officer, kind, firms):
    made = put_in_list(placing(kind, firms[:1]), by=officer, at=FEB)
    member = ListMembership.objects.get()
    change_row(MEMBERSHIPS, member.pk, Entry({"standard": "2023"}, SINCE, "换版"), by=officer, at=MAR)
    before = everything()
    with pytest.raises(Conflict, match="云川甲示例有限公司"):
        undo_placement(made.pk, by=officer, at=MAY)
    assert everything() == before


def test_rows_are_chosen_put_in_seen_and_taken_back_on_the_pages(client, kind, firms, signed_in, office):
    page = client.get("/registry/registers/party/").content.decode()
    assert 'formaction="/registry/lists/put/party/"' in page
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    assert "formaction" not in reader.get("/registry/registers/party/").content.decode()
    address = f"/registry/lists/put/party/?pick={firms[0].pk}&pick={firms[1].pk}"
    page = client.get(address).content.decode()
    assert firms[0].name in page
    assert firms[2].name not in page
    given = {"pick": [firms[0].pk, firms[1].pk], "list_kind": kind.pk, "source": PAPER}
    refused = client.post("/registry/lists/put/party/", {**given, "source": "", "effective_on": "2026-01-01"})
    assert refused.status_code == 422
    assert not ListPlacement.objects.exists()
    put = client.post("/registry/lists/put/party/", {**given, "effective_on": "2026-01-01"}, follow=True)
    made = ListPlacement.objects.get()
    assert put.redirect_chain[-1][0] == f"/registry/lists/placements/{made.pk}/"
    page = put.content.decode()
    assert "已放入“优势企业”。" in page
    assert firms[1].name in page
    again = client.post("/registry/lists/put/party/", {**given, "effective_on": "2026-01-01"})
    assert again.status_code == 422
    assert "都已在“优势企业”里" in again.content.decode()
    assert "已在列，不动" in again.content.decode()
    assert reader.get(f"/registry/lists/placements/{made.pk}/").status_code == 200
    assert "最近放入" in client.get("/registry/lists/").content.decode()
    undo = f"/registry/lists/placements/{made.pk}/undo/"
    assert "2 条成员关系" in client.get(undo).content.decode()
    assert "不在列" in client.post(undo, follow=True).content.decode()
    assert client.post(undo).status_code == 422


def test_no_or_broken_choices_are_said_on_the_page(client, kind):
    assert "没有选中任何行" in client.get("/registry/lists/put/party/").content.decode()
    assert client.get("/registry/lists/put/party/?pick=abc").status_code == 422
    assert client.get("/registry/lists/put/region/?pick=1").status_code == 404
