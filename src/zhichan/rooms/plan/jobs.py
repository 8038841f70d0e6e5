"""Work of the plan room that takes longer than a request: reading large documents."""

from __future__ import annotations

from typing import TypedDict

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from zhichan.core.errors import ZhichanError
from zhichan.core.files.actions import discard_file
from zhichan.core.files.models import StoredFile
from zhichan.core.files.queries import open_file
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.import_plan import Destination, version_of_ticket, write_version
from zhichan.rooms.plan.models import Plan
from zhichan.rooms.plan.reading.read import read_plan


class Outcome(TypedDict):
    """What became of an import: the version made, or why none was and which one stands in its way."""

    version: int | None
    refusal: str


class Order(TypedDict):
    """What to read, for whom, and where it goes; ids, as a job is kept in the database."""

    file: int
    name: str
    person: int
    unit: int
    plan: int | None
    again: bool


@task(takes_context=True)
def read_document(context: TaskContext, order: Order) -> Outcome:
    """Read a stored document and make a draft of it, for whoever handed it in.

    A second run finds the version of the first. What the person can put right is an outcome; anything
    else fails the job.
    """
    ticket = str(context.task_result.id)
    if earlier := version_of_ticket(ticket):
        return {"version": earlier.pk, "refusal": ""}
    at = timezone.now()
    by = actor_of(Person.objects.get(pk=order["person"]), timezone.localdate(at))
    stored = StoredFile.objects.get(pk=order["file"])
    into = Destination(
        owner_unit=Unit.objects.get(pk=order["unit"]),
        plan=Plan.objects.get(pk=order["plan"]) if order["plan"] else None,
        again=order["again"],
        ticket=ticket,
    )
    try:
        with open_file(stored) as file:
            reading = read_plan(file.read(), order["name"])
        version = write_version(reading, stored, order["name"], into, by=by, at=at)
    except ZhichanError as error:
        discard_file(stored, by=by, at=at)
        existing = error.details.get("version")
        return {"version": existing if isinstance(existing, int) else None, "refusal": error.message}
    return {"version": version.pk, "refusal": ""}
