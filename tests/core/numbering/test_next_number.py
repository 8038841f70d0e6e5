"""Numbers without gaps: in one transaction, after a rollback, and with two writers at once."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from tests.core.upkeep.sites import NewSite
from zhichan.core.numbering.actions import next_number
from zhichan.core.numbering.models import NumberSeries

WRITER = """
from zhichan.core.numbering.actions import next_number
say("ready"); sys.stdin.readline()
for n in range(60):
    try:
        with transaction.atomic():
            number = next_number("plan.decision", year=2026)
            if n % 6 == 5:
                raise LookupError("given back")
    except LookupError:
        continue
    say(number)
"""


def test_each_series_and_year_counts_for_itself(db) -> None:
    assert [next_number("plan.decision", year=2026) for _ in range(3)] == [1, 2, 3]
    assert next_number("plan.decision", year=2027) == 1
    assert next_number("plan.meeting", year=2026) == 1
    assert next_number("plan.decision", year=2026) == 4
    assert str(NumberSeries.objects.earliest("pk")) == "plan.decision 2026"


def test_a_rollback_gives_the_number_back(db) -> None:
    assert next_number("plan.decision", year=2026) == 1
    with transaction.atomic():
        assert next_number("plan.decision", year=2026) == 2
        transaction.set_rollback(True)
    assert next_number("plan.decision", year=2026) == 2


def test_a_number_outside_a_transaction_is_refused(new_site: NewSite) -> None:
    with new_site().here():
        with pytest.raises(TransactionManagementError):
            next_number("plan.decision", year=2026)
        assert NumberSeries.objects.count() == 0


def test_two_writers_share_one_series_without_gaps(new_site: NewSite) -> None:
    site = new_site()
    writers = [site.start(WRITER) for _ in range(2)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    given: list[int] = []
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        output, _errors = writer.communicate()
        assert writer.returncode == 0
        given += [int(line) for line in output.split()]
    assert sorted(given) == list(range(1, 101))
