"""How long a score run takes: units that answer for so many tasks each, in a new folder.

python tools/bench_scores.py [--units N] [--tasks N] [--json]     # 50 units × 500 tasks by default

CPU seconds of a run with what is known now, and of the same run as known half a year ago, after every tenth
task has changed since. The tasks lie in one plan; each is shared by two units, a quarter of them done.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
YEAR = 2025
BEGAN = datetime(2025, 1, 10, tzinfo=UTC)
CHANGED = datetime(2025, 12, 1, tzinfo=UTC)
NOW = datetime(2026, 1, 15, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=50)
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="zhichan-bench-")
    os.environ.update(ZHICHAN_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="zhichan.config.settings")
    try:
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            found = _run(chosen.units, chosen.tasks)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(found))


def _run(units: int, tasks: int) -> dict[str, float]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    unit_ids = _fill(units, tasks)
    return _measure(unit_ids)


def _fill(units: int, tasks: int) -> list[int]:
    """The units; the tasks with who answers for them, reports, indicators, and what changed since."""
    from django.db import transaction

    from zhichan.core.people.models import Unit
    from zhichan.rooms.plan.models import Indicator, IndicatorValue, Plan, PlanVersion, Target

    with transaction.atomic():
        made = Unit.objects.bulk_create(
            Unit(name=f"示例{n}局", kind=Unit.Kind.BUREAU, source="bench") for n in range(units)
        )
        plan = Plan.objects.create(
            title="示例规划", genre=Plan.Genre.WORK_PLAN, owner_unit=made[0], created_at=BEGAN, source="bench"
        )
        version = PlanVersion.objects.create(
            plan=plan,
            number=1,
            state=PlanVersion.State.IN_FORCE,
            issued_on=BEGAN.date(),
            created_at=BEGAN,
            in_force_at=BEGAN,
            source="bench",
        )
        _fill_tasks(version, made, tasks)
        indicators = Indicator.objects.bulk_create(
            Indicator(plan=plan, position=n, name=f"示例指标{n}", owner_unit=one, source="bench")
            for n, one in enumerate(made)
        )
        Target.objects.bulk_create(
            Target(
                indicator=one, version=version, op=">=", baseline=4, baseline_year=2024, value=9, year=2026
            )
            for one in indicators
        )
        IndicatorValue.objects.bulk_create(
            IndicatorValue(
                indicator=one,
                effective_on=date(YEAR, 6, 30),
                known_at=BEGAN,
                value=Decimal(5),
                source="bench",
            )
            for one in indicators
        )
    return [one.pk for one in made]


def _fill_tasks(version: object, units: list[object], each: int) -> None:
    from zhichan.core.access.actor import system_actor
    from zhichan.core.audit.actions import Entry, record_batch
    from zhichan.rooms.plan.models import Progress, Responsibility, Task

    chance = Random(20261130)
    rows = []
    for n in range(len(units) * each // 2):
        due = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
        is_done, changes = chance.random() < 0.25, n % 10 == 0
        rows.append(
            Task(
                plan_id=version.plan_id,
                version=version,
                position=n,
                number=str(n),
                kind=Task.Kind.TASK,
                title=f"示例任务{n}",
                text="示例",
                deadline_kind=Task.DeadlineKind.BY_DATE,
                deadline_on=due,
                sort_on=due,
                state=Task.State.DONE if is_done else Task.State.UNDER_WAY,
                percent=100 if is_done else chance.randrange(100),
                done_on=due if is_done else None,
                changed_at=CHANGED if changes else BEGAN,
                source="bench",
            )
        )
    Task.objects.bulk_create(rows, batch_size=500)
    Responsibility.objects.bulk_create(
        (
            Responsibility(task=row, unit=units[(n + part * 7) % len(units)], role=role)
            for n, row in enumerate(rows)
            for part, role in enumerate((Responsibility.Role.LEAD, Responsibility.Role.JOINT))
        ),
        batch_size=500,
    )
    Progress.objects.bulk_create(
        (
            Progress(
                task=row,
                unit=units[n % len(units)],
                reported_at=BEGAN,
                percent=100,
                asks_done=True,
                text="已完成。",
                state=Progress.State.ACCEPTED,
                reviewed_at=BEGAN,
                source="bench",
            )
            for n, row in enumerate(rows)
            if row.state == Task.State.DONE
        ),
        batch_size=500,
    )
    changed = [row for row in rows if row.changed_at == CHANGED]
    for at, kind, details in (
        (BEGAN, "plan.task.moved", {"from": "not_started", "to": "under_way", "reason": "", "percent": 0}),
        (CHANGED, "plan.task.edited", {"before": {"deadline_on": f"{YEAR}-03-31"}, "after": {}}),
    ):
        record_batch([Entry(kind, row, details) for row in changed], by=system_actor("bench"), at=at)


def _measure(unit_ids: list[int]) -> dict[str, float]:
    from zhichan.core.access.actor import system_actor
    from zhichan.core.people.models import Person
    from zhichan.rooms.plan.actions.score_runs import RunWish, run_scores
    from zhichan.rooms.plan.actions.score_schemes import ItemDraft, SchemeDraft, draft_scheme
    from zhichan.rooms.plan.models import ScoreScheme
    from zhichan.rooms.plan.queries.score_computing import digest_of_scheme
    from zhichan.rooms.plan.queries.score_starter import starting_items

    by = system_actor("bench")
    items = [ItemDraft(one.name, one.weight, one.formula) for one in starting_items()]
    scheme = draft_scheme(YEAR, SchemeDraft("示例方案", items), by=by, at=BEGAN)
    person = Person.objects.create(username="bench", name="示例", created_at=BEGAN, source="bench")
    scheme.state, scheme.confirmed_by, scheme.confirmed_at = ScoreScheme.State.CONFIRMED, person, BEGAN
    scheme.digest = digest_of_scheme(scheme, scheme.items.order_by("position"))
    scheme.save()

    def run(known_at: datetime) -> object:
        wish = RunWish(date(YEAR, 1, 1), date(YEAR, 12, 31), known_at, unit_ids)
        return run_scores(scheme.pk, wish, by=by, at=NOW)

    run(NOW)  # once to warm up
    return {
        "score run": _told("score run, as known now", lambda: run(NOW)),
        "past run": _told("the same as known half a year ago", lambda: run(datetime(2025, 7, 1, tzinfo=UTC))),
    }


def _told(what: str, work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    spent = time.process_time() - before
    print(f"{what}: {spent:.2f} s CPU", flush=True)
    return spent


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main()
