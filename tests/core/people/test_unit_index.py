"""Finding the unit that a printed name means."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import TODAY
from zhichan.core.people.actions.collectives import NewCollective, create_collective
from zhichan.core.people.actions.units import (
    NewName,
    NewUnit,
    abolish_unit,
    add_alias,
    create_unit,
    rename_unit,
)
from zhichan.core.people.models import Collective, Unit
from zhichan.core.people.queries import find_unit, unit_index

BUREAU = Unit.Kind.BUREAU


@pytest.fixture
def bodies(by_system, office) -> dict[str, Unit | Collective]:
    def unit(name: str, kind: str = BUREAU, others: tuple[str, ...] = ()) -> Unit:
        return create_unit(NewUnit(name, kind, other_names=others), **by_system)

    towns = NewCollective("各镇(街道)", Collective.Kind.ALL_OF_KIND, ("各街镇",))
    return {
        "office": office,
        "market": unit("云川区市场监督管理局", others=("区工商局",)),
        "science": unit("云川区科学技术局", others=("区科委",)),
        "reform": unit("云川区发展和改革委员会"),
        "town": unit("柳林街道办事处", Unit.Kind.TOWN),
        "city_science": unit("远山市科学技术局", Unit.Kind.OUTSIDE, ("市科技局",)),
        "towns": create_collective(towns, **by_system),
    }


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("云川区市场监督管理局", "market"),
        ("区市场监管局", "market"),
        ("市场监管局", "market"),
        ("雲川區市場監督管理局", "market"),
        ("区工商局", "market"),
        ("区 科 技 局", "science"),
        ("区科委", "science"),
        ("市科技局", "city_science"),
        ("区发改委", "reform"),
        ("發展和改革委員會", "reform"),
        ("柳林街道", "town"),
        ("云川区柳林街道办事处", "town"),
        ("区知识产权局", "office"),
        ("區智慧財產局", "office"),
        ("各镇（街道）", "towns"),
        ("各街镇", "towns"),
        ("各镇政府、街道办", "towns"),
        ("区市场监管局(区知识产权局分支)", "market"),
        ("某某局(区科技局)", "science"),
    ],
)
def test_a_printed_name_finds_its_body(bodies, printed: str, meant: str) -> None:
    assert find_unit(printed, TODAY) == bodies[meant]


@pytest.mark.parametrize(
    "printed", ["区财政局", "", "（）", "局", "区科技局(区市场监管局)", "高新区科技局", "省科技厅"]
)
def test_what_is_unknown_or_could_mean_two_is_left_to_a_person(bodies, printed: str) -> None:
    assert find_unit(printed, TODAY) is None


def test_an_old_paper_finds_the_unit_under_its_old_name(bodies, by_system) -> None:
    market = bodies["market"]
    rename_unit(market, "云川区市场局", from_on=date(2025, 1, 1), **by_system)
    assert find_unit("区市场监管局", date(2024, 12, 31)) == market
    assert find_unit("区市场监管局", date(2025, 1, 1)) is None
    assert find_unit("云川区市场局", date(2025, 1, 1)) == market
    assert find_unit("云川区市场局", date(2024, 12, 31)) is None


def test_a_dated_alias_finds_only_in_its_time(bodies, by_system) -> None:
    add_alias(
        bodies["science"],
        NewName("区生产力中心", from_on=date(2020, 1, 1), until_on=date(2021, 1, 1)),
        **by_system,
    )
    assert find_unit("区生产力中心", date(2020, 12, 31)) == bodies["science"]
    assert find_unit("区生产力中心", date(2021, 1, 1)) is None


def test_a_unit_is_found_only_while_it_exists(bodies, by_system) -> None:
    abolish_unit(bodies["reform"], abolished_on=date(2026, 1, 1), **by_system)
    assert find_unit("区发改委", date(2025, 12, 31)) == bodies["reform"]
    assert find_unit("区发改委", date(2026, 1, 1)) is None
    create_unit(NewUnit("云川区数据局", BUREAU, established_on=date(2024, 1, 1)), **by_system)
    assert find_unit("区数据局", date(2023, 12, 31)) is None
    assert find_unit("区数据局", date(2024, 1, 1)) is not None


def test_two_units_with_one_key_are_found_by_neither(db, unit) -> None:
    unit("云川区文旅局")
    unit("云川区文化和旅游局")
    assert find_unit("区文化旅游局", TODAY) is None


def test_without_an_office_full_names_still_find(db, unit) -> None:
    bureau = unit("云川区科学技术局")
    assert find_unit("云川区科技局", TODAY) == bureau
    assert find_unit("区科技局", TODAY) is None


def test_suggestions_come_most_alike_first_and_one_for_each_body(bodies) -> None:
    found = unit_index(TODAY).suggestions("区科技和信息化局")
    assert found[0].body == bodies["science"]
    assert [s.likeness for s in found] == sorted((s.likeness for s in found), reverse=True)
    assert len({s.body for s in found}) == len(found)


def test_nothing_resembles_an_empty_name(bodies) -> None:
    assert unit_index(TODAY).suggestions("（）") == ()
    assert unit_index(TODAY).suggestions("xyz") == ()


def test_as_many_suggestions_as_asked_for(bodies) -> None:
    assert len(unit_index(TODAY).suggestions("云川区科学技术管理局", limit=2)) == 2


def test_the_index_is_made_in_four_queries_and_asks_no_more(bodies, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        index = unit_index(TODAY)
        for name in ("区科技局", "区发改委", "各街镇", "没有的局"):
            index.find(name)
            index.suggestions(name)


def test_the_region_is_the_offices_also_where_the_government_stands_above_it(unit) -> None:
    government = unit("云川区人民政府")
    office = unit("云川区知识产权局", "office", government)
    unit("云川区知识产权局砚湖分局", "office", office)
    science = unit("云川区科技局")
    index = unit_index(TODAY)
    assert index.region.words == ("云川区",)
    assert index.find("区科技局") == science
