"""Lists and facet counts of long registers are read from indexes, in their order, and of shown rows alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhichan.core.access.actor import system_actor
from zhichan.core.registers.declaration import register_named
from zhichan.core.registers.tables import table_of
from zhichan.core.tables.facets import facets_of
from zhichan.core.tables.paging import page_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan of a small table says nothing there"),
]
LONG = ("patent", "trademark", "overseas", "copyright", "party", "list")
BY = system_actor("test")


def plans(work, table: str) -> list[list[str]]:
    """How the database goes about each query over the table."""
    with CaptureQueriesContext(connection) as caught:
        work()
    asked = [one["sql"] for one in caught if f'FROM "{table}"' in one["sql"]]
    found = []
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            found.append([line for *_ids, line in cursor.fetchall()])
    return found


@pytest.mark.parametrize("name", LONG)
def test_facets_are_counted_in_the_order_of_one_index_that_holds_them_all(name):
    register = register_named(f"registry.{name}")
    table, own = table_of(register), register.model._meta.db_table
    [index] = [one.name for one in register.model._meta.indexes if one.name.endswith("_facets")]
    [plan] = plans(lambda: facets_of(table, BY, {}, table.queryset(BY)), own)
    assert plan == [f"SCAN {own} USING COVERING INDEX {index}"]


def test_chosen_facets_are_counted_in_the_same_pass():
    table, chosen = table_of(register_named("registry.patent")), {"kind": "design", "status": "IN_FORCE"}
    [plan] = plans(lambda: facets_of(table, BY, chosen, table.queryset(BY)), "registry_patent")
    assert plan == ["SCAN registry_patent USING COVERING INDEX patent_facets"]


@pytest.mark.parametrize("name", LONG)
def test_the_first_page_and_its_count_are_read_from_shown_rows_in_their_order(name):
    register = register_named(f"registry.{name}")
    own = register.model._meta.db_table
    shown = {one.name for one in register.model._meta.indexes if one.condition is not None}
    table = table_of(register)
    for order in table.orders:
        rows = table.queryset(BY).order_by(*(key.order_by for key in table.keys_of(order)))[:51]
        [plan] = plans(lambda rows=rows: list(rows), own)
        assert plan[0].split(" INDEX ")[-1].split()[0] in shown, plan
        assert not any("TEMP B-TREE" in line for line in plan), plan
    [plan] = plans(lambda: table.queryset(BY).values("pk")[:10_001].count(), own)
    assert any(f"COVERING INDEX {index}" in line for index in shown for line in plan), plan


def test_a_list_of_one_value_is_read_in_its_order_and_not_sorted():
    """Half of a million rows have the value: sorting them for fifty takes a second."""
    table = table_of(register_named("registry.patent"))
    page = {"public_class": "in_force", "kind": "design"}
    found = plans(lambda: page_of(table, BY, page), "registry_patent")
    assert found
    assert found[0][0] == "SCAN registry_patent USING INDEX patent_shown"
    assert not any("TEMP B-TREE" in line for line in found[0])
