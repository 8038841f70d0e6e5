"""A fresh place gets the tables that the models say. The other tests rely on it: theirs come from models."""

from __future__ import annotations

import json
import subprocess
import sys

from django.db import connection

from tests.core.upkeep.sites import NewSite
from zhichan.core import append_only
from zhichan.core.jobs.models import SweepRun


def test_the_first_verb_makes_the_tables_of_the_models_in_a_fresh_data_folder(new_site: NewSite) -> None:
    """As a process of its own, the way it is typed: also no warning and no traceback."""
    with new_site().here():
        of_models = _schema()
    fresh = new_site(bare=True)
    done = subprocess.run(
        [sys.executable, "-m", "zhichan.cli", "audit", "verify", "--json"],
        env=fresh.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["sound"] is True
    with fresh.here():
        assert _schema() == of_models
        assert append_only.missing() == []
        assert SweepRun.objects.count() == 0
    assert len(of_models) > 60


def _schema() -> dict[str, tuple[object, ...]]:
    """Columns, constraints and indexes of each table, without their names made up by Django.

    Django's own migrations number its groups, of which the product makes no use, other than its models do.
    """
    with connection.cursor() as cursor:
        return {
            table: (_columns(cursor, table), _constraints(cursor, table))
            for table in connection.introspection.table_names(cursor)
            if not table.startswith("auth_")
        }


def _columns(cursor, table: str) -> list[tuple[object, ...]]:
    described = connection.introspection.get_table_description(cursor, table)
    return sorted((each.name, str(each.type_code), each.null_ok) for each in described)


def _constraints(cursor, table: str) -> list[str]:
    found = connection.introspection.get_constraints(cursor, table)
    return sorted(str(sorted(each.items(), key=str)) for each in found.values())
