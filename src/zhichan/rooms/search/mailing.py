"""Digests by mail (预警邮件), through the mail server of the installation; without one nothing is sent."""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.people.queries import actor_of
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.models import Digest
from zhichan.rooms.search.queries.alert_cards import cards_told
from zhichan.rooms.search.queries.alerts import cards_visible_to
from zhichan.rooms.search.queries.digests import digest_groups

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
    """The mail of a digest: what the person may still see of it, grouped by subscription."""
    actor = actor_of(digest.person, timezone.localdate(at))
    lines: list[str] = []
    for group in digest_groups(digest, actor, MOST_LISTED):
        one = group.subscription
        lines += [_("“%(name)s”：%(count)s 项") % {"name": one.name, "count": number_text(group.count)}]
        if one.line:
            lines += [_("检索式：%(line)s") % {"line": one.line[:500]}]
        lines += [f"  {each.what}  {each.number}  {each.title}" for each in group.lines]
        if group.count > MOST_LISTED:
            lines += [_("  另有 %(count)s 项") % {"count": number_text(group.count - MOST_LISTED)}]
        lines += [""]
    lines += _of_warnings(digest, actor)
    lines += [_("每项只通知一次。在系统里打开：检索导航、我的订阅。")]
    return EmailMessage(
        subject=_("预警订阅：%(count)s 项新情况") % {"count": number_text(digest.count)},
        body="\n".join(lines),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[digest.person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _of_warnings(digest: Digest, actor: Actor) -> list[str]:
    """The warnings of a digest that the person may see."""
    cards = cards_visible_to(actor).filter(digest=digest).select_related("watch").order_by("pk")
    count = cards.count()
    shown = cards_told(list(cards[:MOST_LISTED]), actor)
    lines = [_("预警：%(count)s 条") % {"count": number_text(count)}] if count else []
    lines += [f"  {one.kind.label}  {one.event}  {one.number}  {one.record.text}" for one in shown]
    if count > MOST_LISTED:
        lines += [_("  另有 %(count)s 项") % {"count": number_text(count - MOST_LISTED)}]
    return [*lines, ""] if lines else []
