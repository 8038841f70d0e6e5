"""Objects of scores: schemes, runs sent to the unit asked for, its appeals and points."""

from __future__ import annotations

from decimal import Decimal

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.core import any_person, shared_unit
from tests.rights_objects.web import stored_file
from tests.rooms.plan.score_samples import DRAFT, SYSTEM
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.report_progress import Evidence
from zhichan.rooms.plan.actions.score_appeals import file_appeal
from zhichan.rooms.plan.actions.score_points import NewPoints, enter_points
from zhichan.rooms.plan.actions.score_runs import RunWish, run_scores, send_scores
from zhichan.rooms.plan.actions.score_schemes import SchemeDraft, draft_scheme
from zhichan.rooms.plan.models import ScoreAppeal, ScorePoints, ScoreRun, ScoreScheme, UnitScore
from zhichan.rooms.plan.queries.score_computing import digest_of_scheme

_BY = {"by": SYSTEM, "at": NOW}


def scheme_draft() -> ScoreScheme:
    return draft_scheme(TODAY.year, DRAFT, **_BY)


def scheme() -> ScoreScheme:
    """A confirmed one."""
    made = scheme_draft()
    made.state, made.confirmed_by, made.confirmed_at = ScoreScheme.State.CONFIRMED, any_person(), NOW
    made.digest = digest_of_scheme(made, made.items.order_by("position"))
    made.save()
    return made


def wish(unit: Unit) -> RunWish:
    return RunWish(TODAY.replace(month=1, day=1), TODAY, NOW, [unit.pk])


def run_of(unit: Unit) -> ScoreRun:
    return run_scores(scheme().pk, wish(unit), **_BY)


def sent_run_of(unit: Unit) -> ScoreRun:
    run = run_of(unit)
    send_scores(run.pk, **_BY)
    return run


def score_of(unit: Unit) -> UnitScore:
    return sent_run_of(unit).unit_scores.get()


def appeal_of(unit: Unit) -> ScoreAppeal:
    evidence = [Evidence(stored_file(), "说明.txt")]
    return file_appeal(score_of(unit).pk, 1, "有一项任务的办结日期不对。", evidence=evidence, **_BY)


def new_points(unit: Unit) -> NewPoints:
    return NewPoints(unit.pk, TODAY, Decimal(1), "区级表彰", Evidence(stored_file(), "通报.txt"))


def points_of(unit: Unit) -> ScorePoints:
    return enter_points(new_points(unit), **_BY)


def _of_score(unit: Unit) -> dict[str, int]:
    return {"pk": sent_run_of(unit).pk, "unit_pk": unit.pk}


# --- pages ---

page_object("plan:score_scheme")(lambda unit: Call({"pk": scheme().pk}))
page_object("plan:score_run_new")(lambda unit: Call({"pk": scheme().pk}))
page_object("plan:score_scheme_edit")(lambda unit: Call({"pk": scheme_draft().pk}))
page_object("plan:score_scheme_decide")(
    lambda unit: Call({"pk": scheme_draft().pk}, method="post", data={"what": "propose"})
)


@page_object("plan:score_scheme_compare")
def _compare(unit: Unit) -> Call:
    scheme()
    return Call({"pk": scheme().pk})


for _name in ("score_run", "score_run_check"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": sent_run_of(unit).pk}))

page_object("plan:score_run_release")(
    lambda unit: Call({"pk": run_of(unit).pk}, method="post", data={"what": "send"})
)

for _name in ("score_unit", "score_appeal_new", "score_correct"):
    page_object(f"plan:{_name}")(lambda unit: Call(_of_score(unit)))

page_object("plan:score_appeal")(lambda unit: Call({"pk": appeal_of(unit).pk}))
page_object("plan:score_appeal_file")(lambda unit: Call({"pk": appeal_of(unit).files.get().pk}))
page_object("plan:score_points_file")(lambda unit: Call({"pk": points_of(unit).pk}))
page_object("plan:score_points_withdraw")(lambda unit: Call({"pk": points_of(unit).pk}))

# --- operations ---

api_object("score_ranking")(lambda unit: Call({"run_id": sent_run_of(unit).pk}))
api_object("unit_score")(lambda unit: Call({"run_id": sent_run_of(unit).pk, "unit_id": unit.pk}))

# --- arguments of actions ---

sample(SchemeDraft)(lambda: DRAFT)
sample(RunWish)(lambda: wish(shared_unit()))
sample(NewPoints)(lambda: new_points(shared_unit()))
sample("scheme_id")(lambda: scheme_draft().pk)
sample("run_id")(lambda: run_of(shared_unit()).pk)
sample("score_id")(lambda: score_of(shared_unit()).pk)
sample("appeal_id")(lambda: appeal_of(shared_unit()).pk)
sample("points_id")(lambda: points_of(shared_unit()).pk)
