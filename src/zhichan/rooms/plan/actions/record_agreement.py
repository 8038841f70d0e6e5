"""Recording a consultation or agreement with outside parties (登记会商与协议), and its matters as tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.files.models import StoredFile
from zhichan.core.locks import hold
from zhichan.core.people.models import Unit
from zhichan.core.people.names import name_key
from zhichan.core.people.queries import existing_on, unit_index
from zhichan.rooms.plan.actions.agree_task import NewTask, Origin, make_task
from zhichan.rooms.plan.models import AgreedMatter, Agreement, OutsideParty, Task
from zhichan.rooms.plan.queries.agreements import agreements_visible_to
from zhichan.rooms.plan.rights import AGREEMENT_RECORD

MOST_MATTERS = 40
MOST_PARTIES = 30
MOST_TEXT = 2000


@dataclass(frozen=True)
class NewAgreement:
    """``parties``: names of outside bodies; ``matters``: one text each, in order."""

    kind: str
    title: str
    own_unit_id: int
    parties: Sequence[str]
    signed_on: date
    until_on: date | None = None
    matters: Sequence[str] = ()
    file: StoredFile | None = None
    file_name: str = ""
    is_sample: bool = False


@transaction.atomic
def record_agreement(given: NewAgreement, *, by: Actor, at: datetime) -> Agreement:
    """Keep a consultation or agreement with its parties, term and matters.

    Raises NotAllowed, Conflict (the same is kept already), InvalidInput (no title, a day to come, an end
    before the beginning, no outside party or one that is a unit of this office, a unit that is gone); on any
    of them nothing is kept.
    """
    require(by, AGREEMENT_RECORD)
    hold("plan.agreements")
    return write_agreement(given, None, by=by, at=at)


def write_agreement(given: NewAgreement, former: Agreement | None, *, by: Actor, at: datetime) -> Agreement:
    """Write an agreement, a renewal of the former or one of its own; the caller holds the lock.

    Raises NotAllowed, Conflict and InvalidInput as ``record_agreement`` does.
    """
    require(by, AGREEMENT_RECORD)
    title = given.title.strip()
    _refuse(given, at)
    names = _outside(given)
    if Agreement.objects.filter(title=title, signed_on=given.signed_on).exists():
        raise Conflict(_("这项会商或协议已经登记过。"), code="agreement_recorded", field="title")
    agreement = Agreement.objects.create(
        kind=given.kind,
        title=title,
        own_unit_id=given.own_unit_id,
        signed_on=given.signed_on,
        until_on=given.until_on,
        file=given.file,
        file_name=given.file_name[:200] if given.file else "",
        renews=former,
        is_sample=given.is_sample,
        source=by.as_source,
    )
    agreement.parties.set([_party(name, given, by) for name in names])
    written = _write(agreement, given.matters, given.signed_on)
    details = {
        "parties": names,
        "until_on": given.until_on.isoformat() if given.until_on else None,
        "matters": written,
        **({"renews": former.pk} if former else {}),
    }
    record("plan.agreement.recorded", subject=agreement, by=by, at=at, details=details)
    return agreement


@transaction.atomic
def add_matters(
    agreement_id: int, texts: Sequence[str], *, agreed_on: date, by: Actor, at: datetime
) -> Agreement:
    """Add what a later consultation agreed.

    Raises NotFound, NotAllowed, InvalidInput (nothing written, a day to come, before the signing or after the
    end of the term); nothing is added then.
    """
    agreement = locked_agreement(agreement_id, by)
    _refuse_matters(texts, agreement.matters.count())
    if not any(text.strip() for text in texts):
        raise InvalidInput(_("请写商定事项，一行一项。"), field="matters")
    if not agreement.signed_on <= agreed_on <= timezone.localdate(at):
        raise InvalidInput(_("商定日期应在签署之后、今天之前。"), field="agreed_on")
    if agreement.last_day is not None and agreed_on > agreement.last_day:
        raise InvalidInput(_("协议当时已经到期或终止。"), code="ended", field="agreed_on")
    written = _write(agreement, texts, agreed_on)
    details = {"matters": written, "on": agreed_on.isoformat()}
    record("plan.agreement.matters_added", subject=agreement, by=by, at=at, details=details)
    return agreement


@transaction.atomic
def make_matter_task(agreed_matter_id: int, given: NewTask, *, by: Actor, at: datetime) -> Task:
    """Turn an agreed matter into a task of a plan in force; the day it was agreed begins its time.

    Raises NotFound, NotAllowed, WrongState (already a task, or the plan is not in force), InvalidInput;
    on any of them nothing is changed.
    """
    visible = AgreedMatter.objects.filter(agreement__in=agreements_visible_to(by))
    if not visible.filter(pk=agreed_matter_id).exists():
        raise NotFound(_("没有找到这项商定事项。"), matter=agreed_matter_id)
    require(by, AGREEMENT_RECORD)
    locked = AgreedMatter.objects.select_for_update(of=("self",)).select_related("agreement")
    matter = locked.get(pk=agreed_matter_id)
    if matter.task_id is not None:
        raise WrongState(_("这一项已经立项。"), code="already_a_task", matter=agreed_matter_id)
    matter.task = make_task(_origin(matter), given, by=by, at=at)
    matter.save(update_fields=["task"])
    return matter.task


def _origin(matter: AgreedMatter) -> Origin:
    agreement = matter.agreement
    return Origin(
        right=AGREEMENT_RECORD,
        text=matter.text,
        starts_on=matter.agreed_on,
        kind=Task.Kind.AGREED,
        number=_("商%(agreement)d-%(position)d") % {"agreement": agreement.pk, "position": matter.position},
        chapter=_("会商与协议事项"),
        source=f"plan.agreedmatter:{matter.pk}",
        is_sample=agreement.is_sample,
        details={"matter": matter.pk, "agreement": agreement.pk},
        told=_("会商与协议事项分派给本单位：%(task)s"),
    )


def _refuse(given: NewAgreement, at: datetime) -> None:
    if given.kind not in Agreement.Kind.values:
        raise InvalidInput(_("请选种类。"), field="kind")
    if not given.title.strip() or len(given.title.strip()) > 200:
        raise InvalidInput(_("名称不能为空，不超过 200 字。"), field="title")
    if given.signed_on > timezone.localdate(at):
        raise InvalidInput(_("签署日期不能晚于今天。"), field="signed_on")
    if given.until_on is not None and given.until_on <= given.signed_on:
        raise InvalidInput(_("到期日应晚于签署日期。"), code="days_in_order", field="until_on")
    if not existing_on(Unit.objects.filter(pk=given.own_unit_id), given.signed_on).exists():
        raise InvalidInput(_("本方单位在签署当日不存在。"), code="unit_gone", field="own_unit")
    _refuse_matters(given.matters, 0)


def _refuse_matters(texts: Sequence[str], already: int) -> None:
    if already + len(texts) > MOST_MATTERS or any(len(text) > MOST_TEXT for text in texts):
        message = _("商定事项最多 %(most)d 项，每项不超过 %(text)d 字。")
        raise InvalidInput(message % {"most": MOST_MATTERS, "text": MOST_TEXT}, field="matters")


def _outside(given: NewAgreement) -> list[str]:
    """The names of the outside bodies, each once; a name a unit of this office goes by is refused."""
    names = list({name_key(name): name.strip() for name in given.parties if name_key(name)}.values())
    if not names:
        raise InvalidInput(_("请写外部单位。"), code="no_party", field="parties")
    if len(names) > MOST_PARTIES or any(len(name) > 120 for name in names):
        raise InvalidInput(_("外部单位最多 30 个，名称不超过 120 字。"), field="parties")
    own = {entry.key for entry in unit_index(given.signed_on).named}
    for name in names:
        if name_key(name) in own:
            message = _("“%(name)s”是本系统登记的单位，不是外部单位。") % {"name": name}
            raise InvalidInput(message, code="own_unit", field="parties")
    return names


def _party(name: str, given: NewAgreement, by: Actor) -> OutsideParty:
    values = {"name": name, "is_sample": given.is_sample, "source": by.as_source}
    return OutsideParty.objects.get_or_create(key=name_key(name), defaults=values)[0]


def _write(agreement: Agreement, texts: Sequence[str], agreed_on: date) -> int:
    written = [text.strip() for text in texts if text.strip()]
    last = agreement.matters.aggregate(last=Max("position"))["last"] or 0
    AgreedMatter.objects.bulk_create(
        AgreedMatter(agreement=agreement, position=place, agreed_on=agreed_on, text=text)
        for place, text in enumerate(written, start=last + 1)
    )
    return len(written)


def locked_agreement(agreement_id: int, by: Actor) -> Agreement:
    """The agreement, locked for a change. Raises NotFound, NotAllowed."""
    if not agreements_visible_to(by).filter(pk=agreement_id).exists():
        raise NotFound(_("没有找到这项会商或协议。"), agreement=agreement_id)
    require(by, AGREEMENT_RECORD)
    return Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
