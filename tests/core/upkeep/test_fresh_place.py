"""A fresh place gets the tables that the models say; that migrations make the same, test_restore.py sees."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.core.upkeep.schema import schema
from tests.core.upkeep.sites import NewSite
from zhichan.core import append_only
from zhichan.core.jobs.models import SweepRun


def test_the_first_verb_makes_the_tables_of_the_models_in_a_fresh_data_folder(new_site: NewSite) -> None:
    """As a process of its own, the way it is typed: also no warning and no traceback."""
    with new_site().here():
        of_models = schema()
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
        assert schema() == of_models
        assert append_only.missing() == []
        assert SweepRun.objects.count() == 0
    assert len(of_models) > 60
