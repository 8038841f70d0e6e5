"""Registering, renaming, moving and abolishing units."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import TODAY
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.people.actions.collectives import NewCollective, create_collective
from zhichan.core.people.actions.units import (
    NewName,
    NewUnit,
    abolish_unit,
    add_alias,
    create_unit,
    move_unit,
    rename_unit,
)
from zhichan.core.people.models import Collective, Unit, UnitName

BUREAU = Unit.Kind.BUREAU


def test_a_unit_is_registered_with_its_names_and_source(by, office) -> None:
    new = NewUnit(
        "云川区科学技术局", BUREAU, office, date(2019, 3, 1), ("区科委",), "云政发〔2019〕2号", is_sample=True
    )
    unit = create_unit(new, **by(Role.PLAN_OFFICER))
    assert (unit.name, unit.kind, unit.parent, unit.is_sample) == ("云川区科学技术局", BUREAU, office, True)
    names = {(n.name, n.kind, n.from_on, n.source) for n in unit.names.all()}
    assert names == {
        ("云川区科学技术局", UnitName.Kind.OFFICIAL, date(2019, 3, 1), "云政发〔2019〕2号"),
        ("区科委", UnitName.Kind.SHORT, None, "云政发〔2019〕2号"),
    }
    assert [e.kind for e in events_of(unit)] == ["people.unit.created", "people.unit.alias_added"]


def test_without_a_source_the_person_is_the_source(by) -> None:
    made = by(Role.SYSTEM_ADMIN)
    assert create_unit(NewUnit("云川区统计局", BUREAU), **made).source == f"person:{made['by'].id}"


def test_the_console_is_named_as_source(by_system) -> None:
    assert create_unit(NewUnit("云川区统计局", BUREAU), **by_system).source == "system:test"


@pytest.mark.parametrize(
    ("name", "kind"), [("", BUREAU), ("（）", BUREAU), ("长" * 121, BUREAU), ("云川区统计局", "ministry")]
)
def test_a_unit_without_a_usable_name_or_kind_is_refused(by_system, name: str, kind: str) -> None:
    with pytest.raises(InvalidInput):
        create_unit(NewUnit(name, kind), **by_system)
    assert Unit.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["云川区科学技术局", "雲川區科學技術局", "云川区科技局", "区科技局", "科技局"]
)
def test_a_name_that_means_another_unit_is_refused_however_it_is_written(
    by_system, office, name: str
) -> None:
    create_unit(NewUnit("云川区科学技术局", BUREAU), **by_system)
    with pytest.raises(Conflict):
        create_unit(NewUnit(name, BUREAU), **by_system)
    assert Unit.objects.exclude(pk=office.pk).count() == 1


def test_a_taken_other_name_leaves_no_half_registered_unit(by_system, office) -> None:
    create_unit(NewUnit("云川区科学技术局", BUREAU), **by_system)
    with pytest.raises(Conflict):
        create_unit(NewUnit("云川区经济局", BUREAU, other_names=("区科技局",)), **by_system)
    assert not Unit.objects.filter(name="云川区经济局").exists()


def test_the_name_of_a_collective_is_taken_too(by_system) -> None:
    create_collective(NewCollective("各镇(街道)", Collective.Kind.ALL_OF_KIND), **by_system)
    with pytest.raises(Conflict) as refusal:
        create_unit(NewUnit("各镇街道", Unit.Kind.TOWN), **by_system)
    assert refusal.value.specific_code == "name_taken"


def test_an_abolished_unit_keeps_its_official_name_taken(by_system) -> None:
    gone = create_unit(NewUnit("云川区商务局", BUREAU), **by_system)
    abolish_unit(gone, abolished_on=date(2024, 1, 1), **by_system)
    with pytest.raises(Conflict):
        create_unit(NewUnit("云川区商务局", BUREAU), **by_system)


def test_a_unit_contact_registers_nothing(by) -> None:
    with pytest.raises(NotAllowed):
        create_unit(NewUnit("云川区统计局", BUREAU), **by(Role.UNIT_CONTACT))
    assert not Unit.objects.filter(name="云川区统计局").exists()


@pytest.fixture
def bureau(by_system) -> Unit:
    return create_unit(NewUnit("云川区商务局", BUREAU, established_on=date(2015, 1, 1)), **by_system)


def test_an_alias_may_be_dated(by_system, bureau: Unit) -> None:
    alias = add_alias(
        bureau, NewName("区外经委", UnitName.Kind.ALIAS, date(2015, 1, 1), date(2018, 1, 1)), **by_system
    )
    assert (alias.from_on, alias.until_on) == (date(2015, 1, 1), date(2018, 1, 1))


def test_one_short_name_may_pass_from_one_unit_to_another_when_the_times_are_apart(
    by_system, bureau: Unit
) -> None:
    later = create_unit(NewUnit("云川区投资促进局", BUREAU), **by_system)
    add_alias(bureau, NewName("区招商办", until_on=date(2018, 1, 1)), **by_system)
    add_alias(later, NewName("区招商办", from_on=date(2018, 1, 1)), **by_system)
    assert UnitName.objects.filter(name="区招商办").count() == 2


def test_one_short_name_for_two_units_at_a_time_is_refused(by_system, bureau: Unit) -> None:
    other = create_unit(NewUnit("云川区投资促进局", BUREAU), **by_system)
    add_alias(bureau, NewName("区招商办", until_on=date(2018, 1, 1)), **by_system)
    with pytest.raises(Conflict):
        add_alias(other, NewName("区招商办", from_on=date(2017, 12, 31)), **by_system)
    assert UnitName.objects.filter(name="区招商办").count() == 1


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewName("区商务局甲", UnitName.Kind.OFFICIAL), InvalidInput),
        (NewName("区商务局甲", from_on=date(2020, 1, 1), until_on=date(2020, 1, 1)), InvalidInput),
        (NewName("  "), InvalidInput),
        (NewName("区商务委"), Conflict),
    ],
)
def test_an_unusable_alias_is_refused(
    by_system, bureau: Unit, new: NewName, refusal: type[Exception]
) -> None:
    add_alias(bureau, NewName("区商务委"), **by_system)
    before = UnitName.objects.count()
    with pytest.raises(refusal):
        add_alias(bureau, new, **by_system)
    assert UnitName.objects.count() == before


def test_a_renamed_unit_keeps_its_old_name_until_that_day(by, bureau: Unit) -> None:
    rename_unit(
        bureau,
        "云川区商务和投资促进局",
        from_on=date(2025, 6, 1),
        source="云编发〔2025〕1号",
        **by(Role.SYSTEM_ADMIN),
    )
    bureau.refresh_from_db()
    assert bureau.name == "云川区商务和投资促进局"
    official = bureau.names.filter(kind=UnitName.Kind.OFFICIAL).order_by("from_on")
    assert [(n.name, n.from_on, n.until_on) for n in official] == [
        ("云川区商务局", date(2015, 1, 1), date(2025, 6, 1)),
        ("云川区商务和投资促进局", date(2025, 6, 1), None),
    ]


def test_a_unit_without_a_written_name_gets_its_old_one_written_down_on_renaming(by_system, unit) -> None:
    old = unit("云川区旅游局")
    rename_unit(old, "云川区文化旅游局", from_on=date(2020, 1, 1), **by_system)
    assert [(n.name, n.until_on) for n in old.names.order_by("pk")] == [
        ("云川区旅游局", date(2020, 1, 1)),
        ("云川区文化旅游局", None),
    ]


def test_a_unit_may_take_back_a_name_it_bore(by_system, bureau: Unit) -> None:
    rename_unit(bureau, "云川区贸易局", from_on=date(2020, 1, 1), **by_system)
    rename_unit(bureau, "云川区商务局", from_on=date(2022, 1, 1), **by_system)
    assert bureau.names.filter(name="云川区商务局").count() == 2


@pytest.mark.parametrize(
    ("name", "from_on", "refusal"),
    [
        ("云川区贸易局", date(2026, 11, 21), InvalidInput),
        ("云川区贸易局", date(2015, 1, 1), InvalidInput),
        ("云川区统计局", date(2020, 1, 1), Conflict),
        ("区统计局", date(2020, 1, 1), Conflict),
    ],
)
def test_an_impossible_renaming_changes_nothing(
    by_system, office, bureau: Unit, name, from_on, refusal
) -> None:
    create_unit(NewUnit("云川区统计局", BUREAU), **by_system)
    with pytest.raises(refusal):
        rename_unit(bureau, name, from_on=from_on, **by_system)
    bureau.refresh_from_db()
    assert bureau.name == "云川区商务局"
    assert bureau.names.count() == 1


def test_only_the_system_administrator_renames(by, bureau: Unit) -> None:
    for role in (Role.PLAN_OFFICER, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.OFFICE_LEADER):
        with pytest.raises(NotAllowed):
            rename_unit(bureau, "云川区贸易局", from_on=TODAY, **by(role))
    assert Unit.objects.get(pk=bureau.pk).name == "云川区商务局"


def test_a_unit_is_moved_and_moved_out(by_system, bureau: Unit, office: Unit) -> None:
    assert move_unit(bureau, office, **by_system).parent == office
    assert move_unit(bureau, None, **by_system).parent is None
    assert events_of(bureau).last().details == {"from": office.pk, "to": None}


def test_a_unit_never_stands_above_itself(by_system, bureau: Unit, office: Unit) -> None:
    move_unit(bureau, office, **by_system)
    for above in (bureau, office):
        with pytest.raises(InvalidInput):
            move_unit(office, above, **by_system)
    office.refresh_from_db()
    assert office.parent is None


def test_an_abolished_unit_is_changed_no_more(by_system, bureau: Unit) -> None:
    abolish_unit(bureau, abolished_on=date(2024, 1, 1), **by_system)
    for act in (
        lambda: rename_unit(bureau, "云川区贸易局", from_on=TODAY, **by_system),
        lambda: move_unit(bureau, None, **by_system),
        lambda: abolish_unit(bureau, abolished_on=TODAY, **by_system),
    ):
        with pytest.raises(WrongState):
            act()


def test_a_unit_with_posts_or_units_below_is_not_abolished(by_system, person, bureau: Unit, unit) -> None:
    person(Role.UNIT_CONTACT, bureau)
    with pytest.raises(WrongState):
        abolish_unit(bureau, abolished_on=TODAY, **by_system)
    bureau.posts.update(until_on=date(2026, 1, 1))
    below = unit("云川区会展中心", parent=bureau)
    with pytest.raises(WrongState):
        abolish_unit(bureau, abolished_on=TODAY, **by_system)
    abolish_unit(below, abolished_on=TODAY, **by_system)
    assert abolish_unit(bureau, abolished_on=TODAY, **by_system).abolished_on == TODAY


def test_a_unit_is_not_abolished_before_it_began(by_system, bureau: Unit) -> None:
    with pytest.raises(InvalidInput):
        abolish_unit(bureau, abolished_on=date(2015, 1, 1), **by_system)
    assert Unit.objects.get(pk=bureau.pk).abolished_on is None
