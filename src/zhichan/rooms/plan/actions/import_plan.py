"""Taking in a plan document (导入规划).

The file is read and kept first, then one transaction writes plan, version and items or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version as version_of
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, ZhichanError
from zhichan.core.files.actions import discard_file, store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.locks import hold
from zhichan.core.people.models import Unit
from zhichan.core.search.outbox import note
from zhichan.rooms.plan.actions.drafts import next_version_number
from zhichan.rooms.plan.models import ExtractedItem, Plan, PlanVersion
from zhichan.rooms.plan.reading.model import PlanReading
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.schema import as_json
from zhichan.rooms.plan.rights import PLAN_IMPORT

# Where the lists of the reading go, with the letter that begins the key of items without an id.
_LISTS = (
    ("targets", ExtractedItem.Kind.TARGET, "t"),
    ("tasks", ExtractedItem.Kind.TASK, "k"),
    ("boxes", ExtractedItem.Kind.BOX, "b"),
    ("money_rules", ExtractedItem.Kind.MONEY_RULE, "m"),
    ("instruments", ExtractedItem.Kind.INSTRUMENT, "i"),
    ("conflicts", ExtractedItem.Kind.CONFLICT, "c"),
)


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Destination:
    """Where an import goes: a new plan of ``owner_unit``, or the next version of ``plan``.

    ``again``: the same bytes may come in although a version was made from them before. ``ticket``: names
    the request, so that a job that runs twice makes one version.
    """

    owner_unit: Unit
    plan: Plan | None = None
    again: bool = False
    ticket: str = ""


def import_plan(upload: Upload, into: Destination, *, by: Actor, at: datetime) -> PlanVersion:
    """Read a document and make a draft version of it with everything that was extracted.

    Reading and keeping the bytes come before the transaction; the transaction writes plan, version and
    items or nothing. Raises InvalidInput for a file that cannot be read (nothing is kept), Conflict for
    bytes that are a version already (``details["version"]``) or a plan that has a draft.
    """
    require(by, PLAN_IMPORT)
    refuse_same_bytes(upload.sha256, into)
    reading = read_plan(upload.content, upload.name)
    stored = store_file(upload.content, name=upload.name, by=by, at=at)
    try:
        return write_version(reading, stored, upload.name, into, by=by, at=at)
    except ZhichanError:
        discard_file(stored, by=by, at=at)
        raise


@transaction.atomic
def write_version(
    reading: PlanReading, stored: StoredFile, name: str, into: Destination, *, by: Actor, at: datetime
) -> PlanVersion:
    """Write what was read from a stored file: plan (unless given), draft version, waiting items."""
    require(by, PLAN_IMPORT)
    found = as_json(reading)
    hold(f"plan.bytes:{stored.sha256}")
    plan = (
        _locked(into.plan) if into.plan else _new_plan(found["document"], name, into.owner_unit, stored, at)
    )
    refuse_same_bytes(stored.sha256, into)
    version = PlanVersion.objects.create(
        plan=plan,
        number=next_version_number(plan),
        file=stored,
        file_name=name[:200],
        text=reading.source.text,
        script=reading.source.script,
        reading=found,
        reader_version=version_of("zhichan"),
        issued_on=issued_on(found["document"]),
        created_at=at,
        source=_source(stored, into.ticket),
    )
    items = list(_items(version, found))
    ExtractedItem.objects.bulk_create(items)
    note("plan.plan", [plan.pk])
    record(
        "plan.version.imported",
        subject=version,
        by=by,
        at=at,
        details={"plan": plan.pk, "number": version.number, "sha256": stored.sha256, "items": len(items)},
    )
    return version


def issued_on(document: Mapping[str, Any]) -> date | None:
    """The day of issue or, where the document does not say, of adoption; None without a whole date."""
    for role in ("issued", "adopted"):
        for found in document["dates"]:
            if found["role"] == role and found["date"] and len(found["date"]) == len("2021-08-26"):
                return date.fromisoformat(found["date"])
    return None


def version_of_ticket(ticket: str) -> PlanVersion | None:
    """The version a request has made already, if any."""
    if not ticket:
        return None
    made = PlanVersion.objects.filter(source__startswith="file:", source__endswith=f" {ticket}")
    return made.defer("text", "reading").first()


def refuse_same_bytes(sha256: str, into: Destination) -> None:
    """Raise Conflict, naming the version, where a version was made from these bytes before."""
    if into.again:
        return
    same = PlanVersion.objects.filter(file__sha256=sha256).exclude(state=PlanVersion.State.ABANDONED)
    earlier = same.select_related("plan").defer("text", "reading").order_by("pk").first()
    if earlier is not None:
        raise Conflict(
            _("这个文件已经导入过，是《%(plan)s》第 %(number)d 版。")
            % {"plan": earlier.plan.title, "number": earlier.number},
            code="same_bytes",
            version=earlier.pk,
        )


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _new_plan(
    document: Mapping[str, Any], name: str, owner_unit: Unit, stored: StoredFile, at: datetime
) -> Plan:
    period = document["period"] or {}
    title = document["title_hans"] or document["title"] or PurePath(name).stem
    number = document["doc_number_normal"] or document["doc_number"] or ""
    return Plan.objects.create(
        title=title[:200],
        doc_number=number[:60],
        issuer="、".join(document["issuers"])[:200] or (document["issuer"] or "")[:200],
        genre=document["genre"],
        period_from=period.get("from"),
        period_to=period.get("to"),
        owner_unit=owner_unit,
        created_at=at,
        source=_source(stored),
    )


def _source(stored: StoredFile, ticket: str = "") -> str:
    return f"file:{stored.sha256} {ticket}".strip()


def _items(version: PlanVersion, found: Mapping[str, Any]) -> Iterator[ExtractedItem]:
    for name, kind, letter in _LISTS:
        for place, item in enumerate(found[name], start=1):
            start, end = _span(item)
            yield ExtractedItem(
                version=version,
                kind=kind,
                key=item.get("id") or f"{letter}{place}",
                position=place,
                start=start,
                end=end,
                reading=item,
                value=item,
            )


def _span(item: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Where an item stands; a conflict stands at its first place that is a span, if any."""
    span = item.get("span") or next((one for one in item.get("items", ()) if isinstance(one, list)), None)
    return (span[0], span[1]) if span else (None, None)
