"""What documents print of the office (机关信息)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.documents.fields import ATTRIBUTES, From
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.models import OfficeDetail
from zhichan.core.matters.rights import OFFICE_DETAILS


@transaction.atomic
def set_office_details(details: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Set what documents print of the office; an empty value takes it out.

    Raises NotAllowed, InvalidInput.
    """
    require(by, OFFICE_DETAILS)
    if strange := sorted(set(details) - ATTRIBUTES[From.OFFICE]):
        raise InvalidInput(_("没有这些项目：%(names)s。") % {"names": "、".join(strange)})
    for key, value in details.items():
        if len(value) > 300:
            raise InvalidInput(_("不能超过 %(most)d 字。") % {"most": 300}, field=key)
    OfficeDetail.objects.filter(key__in=details).delete()
    rows = [
        OfficeDetail(key=key, value=value.strip(), changed_at=at, source=by.as_source)
        for key, value in details.items()
        if value.strip()
    ]
    OfficeDetail.objects.bulk_create(rows)
    record(
        "matters.office.set",
        subject=SubjectKey("office", "details"),
        by=by,
        at=at,
        details={"keys": sorted(details)},
    )
