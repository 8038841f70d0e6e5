"""Two files that name different holders of one right: both are kept until a person decides."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.registers.actions.decide import decide_disagreement
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.importing.previewing import changes_of
from zhichan.core.registers.importing.staging import CHANGED, staging_of
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.queries import disagreements_of
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.models import Party, Patent, PatentPeriod
from zhichan.rooms.registry.models.patent import PATENTS

from .files import HEADINGS, csv_of, row
from .taking import FEB, JUNE, MAY, counts, preview, take_in

pytestmark = pytest.mark.django_db
FIRST, OTHER, THIRD = "云川示例机械有限公司", "泽北样本电子有限公司", "Sample Works Inc."


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def holders() -> str:
    names = dict(Party.objects.values_list("pk", "name"))
    return "、".join(names[int(pk)] for pk in Patent.objects.get().holder_ids.split("、"))


def test_another_owner_in_a_later_list_is_kept_beside_the_first(officer):
    take_in(csv_of([row(1)]), officer)
    batch = take_in(csv_of([row(1, 申请人=OTHER)]), officer, MAY)
    assert (counts(batch), holders()) == ((0, 1, 0, 0), FIRST)
    [kept] = disagreements_of(PATENTS, Patent.objects.get())
    assert kept.field == "holder_ids"
    assert counts(take_in(csv_of([row(1, 申请人=OTHER)]), officer, JUNE)) == (0, 0, 1, 0)
    assert counts(take_in(csv_of([row(1)]), officer, JUNE)) == (0, 0, 1, 0)
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert not disagreements_of(PATENTS, Patent.objects.get()).exists()


def test_two_owners_in_one_file_are_both_kept(officer):
    batch = take_in(csv_of([row(1), row(1, 申请人=OTHER)]), officer)
    assert (counts(batch), holders()) == ((1, 1, 0, 0), FIRST)
    assert Disagreement.objects.get().row_number == 2


def test_the_preview_and_the_page_name_both_owners(officer, signed_in, office):
    take_in(csv_of([row(1)]), officer)
    batch = preview(csv_of([row(1, 申请人=OTHER)]), officer, MAY)
    with staging_of(batch.pk) as staging:
        [[change]] = changes_of(PATENTS, staging.rows(CHANGED)).values()
    assert (change.before, change.after, change.is_at_odds) == (FIRST, OTHER, True)
    take_in(csv_of([row(1, 申请人=OTHER)]), officer, MAY)
    client, pk = signed_in(Role.PLAN_OFFICER, office), Patent.objects.get().pk
    page = client.get(f"/registry/registers/patent/{pk}/").content.decode()
    assert f'<td data-l="册上的值">{FIRST}</td><td data-l="导入的值">{OTHER}</td>' in page
    kept = Disagreement.objects.get().pk
    form = client.get(f"/registry/registers/patent/{pk}/disagreements/{kept}/").content.decode()
    assert f"册上的：{FIRST}" in form
    assert f"导入的：{OTHER}" in form


def test_the_owner_a_person_decides_for_has_held_it_from_the_beginning(officer):
    take_in(csv_of([row(1)]), officer)
    take_in(csv_of([row(1, 申请人=OTHER)]), officer, MAY)
    kept = Disagreement.objects.get()
    decide_disagreement(PATENTS, kept.pk, takes_offered=True, reason="登记簿副本", by=officer, at=JUNE)
    assert holders() == OTHER
    other = Party.objects.get(name=OTHER).pk
    periods = PatentPeriod.objects.filter(known_to__year=9999)
    assert set(periods.values_list("holder_id", flat=True)) == {other}
    known_before = PatentPeriod.objects.filter(known_from__lte=MAY, known_to__gt=MAY)
    assert set(known_before.values_list("holder_id", flat=True)) == {Party.objects.get(name=FIRST).pk}
    assert periods.earliest("valid_from").valid_from == date(2021, 3, 18)


@pytest.mark.parametrize(
    ("stored", "later", "result", "then"),
    [
        (f"{FIRST};{OTHER}", FIRST, (0, 0, 1, 0), f"{FIRST}、{OTHER}"),
        (f"{FIRST};{OTHER}", f"{OTHER};{FIRST}", (0, 0, 1, 0), f"{FIRST}、{OTHER}"),
        (FIRST, f"{FIRST};{OTHER}", (0, 1, 0, 0), f"{FIRST}、{OTHER}"),
        (FIRST, THIRD, (0, 0, 1, 0), FIRST),
    ],
    ids=["fewer", "in another order", "more", "in another script"],
)
def test_lists_that_do_not_contradict_ask_nobody(officer, stored, later, result, then):
    take_in(csv_of([row(1, 申请人=stored)]), officer)
    assert counts(take_in(csv_of([row(1, 申请人=later)]), officer, MAY)) == result
    assert holders() == then
    assert not Disagreement.objects.exists()


def test_an_owner_that_counts_as_the_first_is_no_other(officer):
    take_in(csv_of([row(1), row(2, 申请人=OTHER)]), officer)
    first, other = (Party.objects.get(name=name).pk for name in (FIRST, OTHER))
    join_parties(other, Joining(first, "更名"), by=officer, at=FEB)
    assert counts(take_in(csv_of([row(1, 申请人=OTHER)]), officer, MAY)) == (0, 0, 1, 0)
    assert not Disagreement.objects.exists()


def test_an_address_that_begins_with_a_number_sign_is_an_address(officer):
    listed = "单位名称,统一社会信用代码,住所\n甲示例有限公司,,#18 科学大道 5 号\n".encode()
    take_in(listed, officer)
    assert Party.objects.get().address == "#18 科学大道 5 号"


@pytest.mark.parametrize(
    ("printed", "kept"), [("99999999999", None), ("²", None), ("-3", None), ("１２", 12), ("12", 12)]
)
def test_a_number_of_claims_that_is_none_is_left_out_on_either_database(officer, printed, kept):
    take_in(csv_of([row(1, 权利要求数=printed)], [*HEADINGS, "权利要求数"]), officer)
    assert Patent.objects.get().claims_count == kept
