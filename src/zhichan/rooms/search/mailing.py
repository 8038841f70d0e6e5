"""Digests by mail (预警邮件), through the mail server of the installation; without one nothing is sent."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.people.queries import actor_of
from zhichan.core.search.asking import found_collection
from zhichan.rooms.search.models import Digest, NewHit

logger = logging.getLogger(__name__)

MOST_TRIES = 5
MOST_LISTED = 50


def can_mail() -> bool:
    """Whether the installation was told of a mail server."""
    return bool(settings.EMAIL_HOST)


def mail_digests(at: datetime) -> int:
    """Send the digests that wait for it, each once; what fails is tried again with the next sweep."""
    if not can_mail():
        return 0
    sent = 0
    waiting = Digest.objects.filter(is_mailed=True, mailed_at=None, tries__lt=MOST_TRIES)
    for digest in waiting.select_related("person").order_by("pk"):
        if not digest.person.is_active or not digest.person.email:
            continue
        digest.tries += 1
        digest.save(update_fields=["tries"])
        try:
            message_of(digest, at).send()
        except (SMTPException, OSError):
            logger.exception("digest %s was not sent", digest.pk)
            continue
        digest.mailed_at = at
        digest.save(update_fields=["mailed_at"])
        sent += 1
    return sent


def message_of(digest: Digest, at: datetime) -> EmailMessage:
    """The mail of a digest: what the person may still see of its hits, grouped by subscription."""
    actor = actor_of(digest.person, timezone.localdate(at))
    lines: list[str] = []
    hits = NewHit.objects.filter(digest=digest).select_related("subscription").order_by("subscription", "pk")
    by_subscription: dict[int, list[NewHit]] = {}
    for hit in hits:
        by_subscription.setdefault(hit.subscription_id, []).append(hit)
    for some in by_subscription.values():
        one = some[0].subscription
        lines += [_("“%(name)s”：%(count)d 件") % {"name": one.name, "count": len(some)}]
        lines += [_("检索式：%(line)s") % {"line": one.line[:500]}]
        shown = found_collection(one.collection).tell([hit.record_id for hit in some[:MOST_LISTED]], actor)
        lines += [f"  {each.number}  {each.title}" for each in shown]
        if len(some) > MOST_LISTED:
            lines += [_("  另有 %(count)d 件") % {"count": len(some) - MOST_LISTED}]
        lines += [""]
    lines += [_("每件只通知一次。在系统里打开：检索导航、预警订阅。")]
    return EmailMessage(
        subject=_("预警订阅：%(count)d 件新命中") % {"count": digest.count},
        body="\n".join(lines),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[digest.person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
