"""Adding a promised instrument by hand, and removing one added by mistake."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.requests import today as today_here
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import existing_on
from zhichan.rooms.plan.actions.enter_instrument import enter_instrument, remove_instrument
from zhichan.rooms.plan.models import PlanVersion, PromisedInstrument, Task
from zhichan.rooms.plan.pages.instruments.forms import NewInstrumentForm, RemoveForm
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.tasks.forms import unit_choices
from zhichan.rooms.plan.queries.instruments import instrument_page
from zhichan.rooms.plan.queries.plans import plans_visible_to
from zhichan.rooms.plan.queries.serving import standing_tasks
from zhichan.rooms.plan.queries.tasks import tasks_visible_to
from zhichan.rooms.plan.rights import INSTRUMENT_FOLLOW


@page(INSTRUMENT_FOLLOW)
def new(request: HttpRequest) -> HttpResponse:
    """Add a document that was promised beside the plan's words; ``?plan=`` chooses the plan."""
    actor = actor_in(request)
    in_force = plans_visible_to(actor).filter(versions__state=PlanVersion.State.IN_FORCE)
    plans = list(in_force.order_by("-period_to", "title").values_list("pk", "title"))
    tasks = standing_tasks(tasks_visible_to(actor)).filter(plan__in=in_force.values("pk"))
    made: list[PromisedInstrument] = []
    form = NewInstrumentForm(
        request.POST or None,
        plans=plans,
        units=unit_choices(existing_on(Unit.objects.all(), today_here())),
        tasks=_by_plan(plans, list(tasks.defer("text").order_by("position", "pk"))),
        initial={"plan": request.GET.get("plan", "")},
    )
    status = submit(
        request,
        form,
        lambda _data: made.append(enter_instrument(form.instrument(), by=actor, at=now())),
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已补登。"))
        return redirect("plan:instrument", made[0].pk)
    return render(request, "plan/instruments/new.html", {"form": form}, status=status)


@page(INSTRUMENT_FOLLOW)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one that was added by mistake."""
    actor = actor_in(request)
    instrument = instrument_page(actor, pk, today_here()).instrument
    form = RemoveForm(request.POST or None)
    status = submit(
        request, form, lambda data: remove_instrument(pk, reason=data["reason"], by=actor, at=now())
    )
    if status == CARRIED_OUT:
        messages.success(request, _("已移除。"))
        return redirect("plan:instruments")
    context = {"instrument": instrument, "form": form}
    return render(request, "plan/instruments/remove.html", context, status=status)


def _by_plan(plans: list[tuple[int, str]], tasks: list[Task]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The tasks under the plan they stand in."""
    return [
        (title, [(task.pk, str(task)[:60]) for task in tasks if task.plan_id == pk]) for pk, title in plans
    ]
