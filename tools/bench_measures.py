"""How long measures take over many rights: rows are written in bulk into a new folder, then each is computed.

python tools/bench_measures.py [RIGHTS] [--json] [--keep FOLDER]     # 1,000,000 by default; 1.5 GB on disk

The data are made in the folder to keep when it is not there yet, and used again when it is.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 50_000
FIRMS = 40_000
DISTRICTS = [f"1201{number:02d}" for number in range(1, 17)]
KNOWN = datetime(2026, 2, 10, 4, tzinfo=UTC)
LATER = datetime(2026, 6, 10, 4, tzinfo=UTC)
DAY = date(2025, 12, 31)  # the last of its year: flows have all of it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rights", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="zhichan-bench-"))
    is_there = folder.exists() and chosen.keep is not None
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(ZHICHAN_DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="zhichan.config.settings")
    try:
        with redirect_stdout(sys.stderr if chosen.json else sys.stdout):
            found = _run(chosen.rights, is_there)
    finally:
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(found))


def _run(count: int, is_there: bool) -> dict[str, float]:
    """Seconds of wall time of counts as of a day and of all measures of a region together; of processor time
    of the daily run."""
    import django

    django.setup()
    from django.core.management import call_command

    if not is_there:
        call_command("migrate", verbosity=0, interactive=False)
        _told(f"{count:,} rights written", lambda: _fill(count))
        _fill_lists()
    return _measure()


def _fill(count: int) -> None:
    from django.db import connection, transaction

    from zhichan.core.registers.bulk import insert_rows
    from zhichan.core.registers.moments import BEGINNING, FOREVER, KNOWN_FOREVER
    from zhichan.rooms.registry.models import Party, PartyPeriod, Patent, PatentEvent, PatentPeriod

    chance = Random(20261128)
    with transaction.atomic():
        insert_rows(
            Party,
            ("id", "kind", "name", "name_key", "credit_code", "english_name", "listed_code", "region",
             "industry", "trade", "address", "is_shown", "is_sample", "source", "known_at"),
            ((n, "organisation", f"示例企业{n}", f"示例企业{n}", *("",) * 7, True, False, "", KNOWN)
             for n in range(1, FIRMS + 1)),
        )  # fmt: skip
        insert_rows(
            PartyPeriod,
            ("subject", "name", "region", "industry", "trade", "address", "valid_from", "valid_to",
             "known_from", "known_to"),
            ((n, f"示例企业{n}", chance.choice(DISTRICTS), f"C{chance.randrange(13, 44)}", "", "", BEGINNING,
              FOREVER, KNOWN, KNOWN_FOREVER) for n in range(1, FIRMS + 1)),
        )  # fmt: skip
    for first in range(1, count + 1, CHUNK):
        rights = list(_rights(chance, first, min(first + CHUNK, count + 1)))
        with transaction.atomic():
            insert_rows(Patent, _PATENT, (one["row"] for one in rights))
            insert_rows(PatentEvent, _EVENT, (event for one in rights for event in one["events"]))
            insert_rows(PatentPeriod, _PERIOD, (period for one in rights for period in one["periods"]))
    if connection.vendor == "postgresql":  # which does so by itself after a while; SQLite never does
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


_TESTS = ("sei", "overseas_right", "long_maintained", "pledge", "award")
_PATENT = (
    "office", "id",
    "number", "check_character", "kind", "title", "filed_on", "publication_number", "grant_number",
    "granted_on", "ipc_main", "ipc", "inventors", "agency", "address", "priorities", "family",
    "family_members", "pct_number",
    "status", "public_class", "holder", "holder_ids", "region", *_TESTS, "is_shown", "known_at", "source",
    "is_sample",
)  # fmt: skip
_EVENT = ("subject", "code", "values", "effective_on", "known_at", "source", "note")
_PERIOD = (
    "subject", "valid_from", "valid_to", "known_from", "known_to", "status", "public_class", "holder",
    "holder_ids", "region", *_TESTS,
)  # fmt: skip


def _rights(chance: Random, first: int, end: int) -> Iterator[dict[str, object]]:
    from zhichan.core.registers.moments import FOREVER, KNOWN_FOREVER

    for pk in range(first, end):
        kind = chance.choices(("invention", "utility_model", "design"), (30, 60, 10))[0]
        filed = date(2008, 1, 1) + timedelta(days=chance.randrange(6500))
        granted = filed + timedelta(days=chance.randrange(200, 1200)) if chance.random() < 0.8 else None
        lapsed = (
            granted + timedelta(days=chance.randrange(300, 4000))
            if granted and chance.random() < 0.5
            else None
        )
        holder = chance.randrange(1, FIRMS + 1)
        holders = f"{holder}、{chance.randrange(1, FIRMS + 1)}" if chance.random() < 0.06 else str(holder)
        region = f"{chance.choice(DISTRICTS)}1{chance.randrange(1, 20):02d}" if chance.random() < 0.95 else ""
        tests = tuple(chance.choices(("", "met", "not_met"), (90, 4, 6))[0] for _test in _TESTS)
        subclass = f"{chance.choice('ABCDEFGH')}{chance.randrange(1, 99):02d}{chance.choice('ABCDFHKL')}"
        ipc = f"{subclass}{chance.randrange(1, 99)}/{chance.randrange(2) * 2:02d}"
        days = [day for day in (filed, granted, lapsed) if day]
        states = [("FILED", "pending"), ("IN_FORCE", "in_force"), ("LAPSED_FEE", "ended")][: len(days)]
        ends = [*days[1:], FOREVER]
        common = (holder, holders, region, *tests)
        yield {
            "row": ("CN", pk, f"CN{pk:013d}", "", kind, f"示例 {pk}", filed, "", "", granted, ipc, *("",) * 8,
                    *states[-1], *common, True, KNOWN, "", False),
            "events": [(pk, "HELD", "{}", filed, KNOWN, "", "")]
            + ([(pk, "GRANTED", "{}", granted, KNOWN, "", "")] if granted else []),
            "periods": [
                (pk, since, until, KNOWN, KNOWN_FOREVER, *state, *common)
                for since, until, state in zip(days, ends, states, strict=True)
            ],
        }  # fmt: skip


def _fill_lists() -> None:
    """A frozen group of firms, and a table of classes."""
    from zhichan.core.access.actor import system_actor
    from zhichan.core.registers.actions import Entry, record_row
    from zhichan.rooms.registry.models import ListKind, ListMembership, ListMembershipPeriod
    from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS

    by = system_actor("bench")
    group = ListKind.objects.create(name="规上企业", is_group=True, source="bench")
    members = ListMembership.objects.bulk_create(
        ListMembership(list_kind=group, party_id=n, known_at=KNOWN, source="bench") for n in range(1, 5001)
    )
    ListMembershipPeriod.objects.bulk_create(
        ListMembershipPeriod(subject=one, valid_from=date(2020, 1, 1), known_from=KNOWN) for one in members
    )
    for letter in "ABCDEFGH":
        for number in range(1, 40):
            values = {"scheme": "sei", "pattern": f"{letter}{number:02d}A", "group": f"产业{number % 9}"}
            record_row(IPC_GROUPS, Entry(values, date(2020, 1, 1), "bench"), by=by, at=KNOWN)


def _measure() -> dict[str, float]:
    from zhichan.core.access.actor import system_actor
    from zhichan.core.measures.computing import figure_of, figures_of
    from zhichan.core.measures.declaration import Question, all_measures
    from zhichan.core.registers.moments import Moment
    from zhichan.core.registers.queries import periods_at
    from zhichan.rooms.registry.models import ListKind
    from zhichan.rooms.registry.models.patent import PATENTS
    from zhichan.rooms.registry.statistics.crossing import SUBJECTS, Wanted, cross_of
    from zhichan.rooms.registry.statistics.dimensions import DIMENSIONS

    by = system_actor("bench")
    group = ListKind.objects.get(name="规上企业")
    moment = Moment(DAY, LATER)
    count = periods_at(PATENTS, moment, by).filter(public_class="in_force")
    found = {"as-of count of all in force": _told("as-of count of all in force", lambda: count.count())}
    _told("as-of count of one district", lambda: count.filter(region__startswith="120101").count())
    options = {"ownership_rate": {"group": str(group.pk)}, "firms_without_patents": {"group": str(group.pk)}}
    options["patents_in_industry"] = {"scheme": "sei"}
    for region in ("120101", "12"):
        asked = [(one, Question(region, DAY, LATER, options.get(one.name, {}))) for one in all_measures()]
        what = f"all measures of {region}"
        found[what] = _told(what, lambda asked=asked: figures_of(asked) and None)
        for one, question in asked:
            alone = f"{one.name} of {region}, alone"
            _told(alone, lambda one=one, question=question: figure_of(one, question).numerator)
    asked = Question("", DAY, LATER)
    for down, across in (
        ("town", "granted"),
        ("holder", "filed"),
        ("class4", "kind"),
        ("group_sei", "granted"),
    ):
        wanted = Wanted(SUBJECTS["in_force"], DIMENSIONS[down], DIMENSIONS[across], asked)
        _told(f"cross table {down} by {across}", lambda wanted=wanted: cross_of(wanted, by).total)
    return found | _indicators()


INDICATORS, QUARTERS = 60, 20


def _indicators() -> dict[str, float]:
    """The daily run: all indicators of a plan computed for today, and for the last four quarters where
    something was recorded since yesterday, and forecast from twenty. The first run is told, too."""
    from zhichan.rooms.plan.actions.forecast_indicators import forecast_indicators
    from zhichan.rooms.plan.actions.refresh_values import refresh_indicators
    from zhichan.rooms.plan.models import IndicatorForecast
    from zhichan.rooms.plan.sweepers import COMPUTER
    from zhichan.rooms.registry.models import PatentEvent

    ids = _filled_plan()
    first = max(LATER, PatentEvent.objects.latest("pk").known_at) + timedelta(days=1)

    def work(at: datetime) -> str:
        added = refresh_indicators(ids, by=COMPUTER, at=at)
        forecast_indicators(ids, by=COMPUTER, at=at)
        shown = IndicatorForecast.objects.filter(indicator__in=ids, refusal="").count()
        return f"{len(added)} values, {shown} forecasts"

    found = {}
    for days, what in enumerate(("for the first time", "nothing new since yesterday", "something new")):
        at = first + timedelta(days=days)
        if what == "something new":
            _late_lapse(at - timedelta(hours=1))
        what = f"{INDICATORS} indicators computed and forecast, {what}"
        found[what] = _told(what, lambda at=at: work(at), is_processor=True)
    return found


def _late_lapse(at: datetime) -> None:
    """A right of which is learned now that it ended half a year ago."""
    from zhichan.core.registers.derive import derive
    from zhichan.rooms.registry.models import Patent, PatentEvent
    from zhichan.rooms.registry.models.patent import PATENTS

    patent = Patent.objects.filter(public_class="in_force").order_by("pk")[0]
    ended = at.date() - timedelta(days=180)
    PatentEvent.objects.create(
        subject=patent, code="TERMINATED_UNPAID", effective_on=ended, known_at=at, source="bench"
    )
    derive(PATENTS, [patent.pk], at=at)


def _filled_plan() -> list[int]:
    """A plan whose indicators are computed by every measure there is, for several districts, with a past."""
    from decimal import Decimal

    from zhichan.core.measures.declaration import all_measures
    from zhichan.core.people.models import Unit
    from zhichan.rooms.plan.models import Indicator, IndicatorValue, MeasureBinding, Plan, PlanVersion, Target
    from zhichan.rooms.plan.periods import period_of

    office = Unit.objects.create(name=f"示例局{Plan.objects.count()}", kind=Unit.Kind.OFFICE, source="bench")
    plan = Plan.objects.create(
        title=f"示例规划{Plan.objects.count()}", genre=Plan.Genre.FIVE_YEAR_PLAN, period_from=2026,
        period_to=2030, owner_unit=office, created_at=KNOWN, source="bench",
    )  # fmt: skip
    version = PlanVersion.objects.create(
        plan=plan, number=1, state=PlanVersion.State.IN_FORCE, text="示例", issued_on=DAY,
        created_at=KNOWN, in_force_at=KNOWN, source="bench",
    )  # fmt: skip
    chance, made = Random(7), []
    measures = [one for one in all_measures() if not any(option.is_required for option in one.options)]
    for place in range(INDICATORS):
        indicator = Indicator.objects.create(
            plan=plan, position=place, name=f"示例指标{place}", counting="stock", source="bench"
        )
        Target.objects.create(
            indicator=indicator, version=version, op=">=", baseline=Decimal(100), baseline_year=2025,
            value=Decimal(900), year=2030,
        )  # fmt: skip
        MeasureBinding.objects.create(
            indicator=indicator, measure=measures[place % len(measures)].name, bound_at=KNOWN, note="示例",
            region=DISTRICTS[place // len(measures)],
        )  # fmt: skip
        value, period = 100, period_of(date(2020, 3, 1), "quarter")
        for _quarter in range(QUARTERS):
            value += chance.randrange(4, 14)
            IndicatorValue.objects.create(
                indicator=indicator, effective_on=period.end_on, known_at=KNOWN, value=value, source="示例"
            )
            period = period.next()
        made.append(indicator.pk)
    return made


def _told(what: str, work: Callable[[], object], *, is_processor: bool = False) -> float:
    """Do it and say how long it took. Returns seconds of wall time, or of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    found = work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    shown = "" if found is None else f" = {found}"
    print(f"{what}{shown}: {wall:.2f} s wall, {processor:.2f} s CPU", flush=True)
    return processor if is_processor else wall


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main()
