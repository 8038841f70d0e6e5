"""Taking in a plan ledger (台账导入): its good rows become the decided items of a draft."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.files.models import StoredFile
from zhichan.core.locks import hold
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.enter_plan import NewPlan, add_items, empty_version, enter_plan
from zhichan.rooms.plan.formats.plan_ledger import PlanLedger
from zhichan.rooms.plan.models import Plan, PlanVersion
from zhichan.rooms.plan.rights import PLAN_ENTER


@transaction.atomic
def import_ledger(
    ledger: PlanLedger,
    stored: StoredFile,
    name: str,
    into: Plan | NewPlan,
    *,
    owner_unit: Unit,
    issued_on: date | None = None,
    preview: str = "",
    by: Actor,
    at: datetime,
) -> PlanVersion:
    """Make a draft of the ledger's entries: the first of a new plan, or the next version of a plan.

    Refused rows stay out; the workbook is kept with the version. ``preview`` names what was looked at
    before: one preview makes one version. Raises NotAllowed, InvalidInput where no row is good, Conflict
    where the plan has a draft or the preview was imported already; nothing is written then.
    """
    require(by, PLAN_ENTER)
    _refuse_used(preview)
    if not ledger.targets and not ledger.tasks:
        raise InvalidInput(_("台账里没有可以导入的行。"), field="file")
    source = f"file:{stored.sha256}"
    if isinstance(into, Plan):
        version = empty_version(into, issued_on=issued_on, source=source, by=by, at=at)
    else:
        version = enter_plan(into, owner_unit=owner_unit, source=source, by=by, at=at)
    version.file, version.file_name, version.preview = stored, name[-200:], preview
    version.save(update_fields=["file", "file_name", "preview"])
    add_items(version, [*ledger.targets, *ledger.tasks], origin="ledger", by=by, at=at)
    details = {
        "sha256": stored.sha256,
        "targets": len(ledger.targets),
        "tasks": len(ledger.tasks),
        "refused": len({(one.sheet, one.row) for one in ledger.refusals}),
    }
    record("plan.version.ledger_imported", subject=version, by=by, at=at, details=details)
    return version


def _refuse_used(preview: str) -> None:
    """Of two who send one preview at once, the second waits here and then sees the version of the first."""
    if not preview:
        return
    hold("plan.ledger_preview")
    made = PlanVersion.objects.select_related("plan").filter(preview=preview).first()
    if made is not None:
        raise Conflict(
            _("这次预览已经导入为《%(plan)s》第 %(number)d 版，没有再导入一次。要再导入，请重新上传台账。")
            % {"plan": made.plan.title, "number": made.number},
            code="preview_used",
            version=made.pk,
        )
