"""Digests by mail (预警邮件), through the mail server of the installation; without one nothing is sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.people.queries import actor_of
from zhichan.core.tables.text import number_text
from zhichan.rooms.search.models import Digest
from zhichan.rooms.search.models.subscription import LONGEST_REFUSAL
from zhichan.rooms.search.queries.alert_cards import cards_told
from zhichan.rooms.search.queries.alerts import cards_visible_to
from zhichan.rooms.search.queries.digests import DigestGroup, DigestLine, digest_groups

logger = logging.getLogger(__name__)

# How long after each refusal a mail is tried again; after the last of these once a day.
WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
DAILY = timedelta(days=1)
TRIED_FOR = timedelta(days=7)
MOST_LISTED = 50


@dataclass(frozen=True)
class Letter:
    """What a mail tells: how much it is in all, and the lines of its text."""

    count: int
    lines: list[str]


def can_mail() -> bool:
    """Whether the installation was told of a mail server."""
    return bool(settings.EMAIL_HOST)


def mail_digests(at: datetime) -> int:
    """Send the digests that wait for it, each once; returns how many went.

    What is refused is tried again, later each time, until the digest is a week old; then it is given up.
    """
    waiting = Digest.objects.filter(is_mailed=True, mailed_at=None, given_up_at=None)
    waiting.filter(made_at__lt=at - TRIED_FOR).update(given_up_at=at)
    if not can_mail():
        return 0
    due = waiting.filter(Q(next_try_at=None) | Q(next_try_at__lte=at), person__is_active=True)
    due = due.exclude(person__email="").select_related("person").order_by("pk")
    return sum(_is_sent(digest, at) for digest in due)


def _is_sent(digest: Digest, at: datetime) -> bool:
    """Try once, counted before the server is asked: a crash is a try, too."""
    _note_try(digest, at)
    letter = letter_of(digest, at)
    if not letter.count:
        digest.is_mailed = False
        digest.save(update_fields=["is_mailed"])
        return False
    try:
        _message(digest, letter).send()
    except (SMTPException, OSError) as error:
        logger.exception("digest %s was not sent", digest.pk)
        _note_refusal(digest, _reason(error), at)
        return False
    digest.mailed_at = at
    digest.save(update_fields=["mailed_at"])
    return True


def _note_try(digest: Digest, at: datetime) -> None:
    digest.next_try_at = at + (WAITS[digest.tries] if digest.tries < len(WAITS) else DAILY)
    digest.tries += 1
    digest.save(update_fields=["tries", "next_try_at"])


def _note_refusal(digest: Digest, reason: str, at: datetime) -> None:
    """Give up where the next try would come too late."""
    digest.refusal = reason[:LONGEST_REFUSAL]
    is_last = digest.next_try_at is not None and digest.next_try_at > digest.made_at + TRIED_FOR
    digest.given_up_at = at if is_last else None
    digest.save(update_fields=["refusal", "given_up_at"])


def _reason(error: Exception) -> str:
    """What the mail server answered, or why it was not reached."""
    if isinstance(error, SMTPRecipientsRefused) and error.recipients:
        return _said(*next(iter(error.recipients.values())))
    if isinstance(error, SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"


def letter_of(digest: Digest, at: datetime) -> Letter:
    """What of a digest its person wants by mail and may still see, grouped by subscription."""
    actor = actor_of(digest.person, timezone.localdate(at))
    groups = digest_groups(digest, actor, MOST_LISTED, only_mailed=True)
    cards = _warnings(digest, actor)
    lines = [line for group in groups for line in _group(group)] + cards.lines
    lines += [
        _("每项只通知一次。在系统里看这份摘要：%(url)s")
        % {"url": _full(reverse("search:digest", args=[digest.pk]))},
        _("我的订阅：%(url)s") % {"url": _full(reverse("search:subscriptions"))},
    ]
    return Letter(sum(group.count for group in groups) + cards.count, lines)


def _message(digest: Digest, letter: Letter) -> EmailMessage:
    return EmailMessage(
        subject=_("预警订阅：%(count)s 项新情况") % {"count": number_text(letter.count)},
        body="\n".join(letter.lines),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[digest.person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _full(path: str) -> str:
    return f"{settings.SITE_ADDRESS}{path}"


def _group(group: DigestGroup) -> Iterator[str]:
    one = group.subscription
    yield _("“%(name)s”：%(count)s 项") % {"name": one.name, "count": number_text(group.count)}
    if one.line:
        yield _("检索式：%(line)s") % {"line": one.line[:500]}
    for line in group.lines:
        yield from _line(line)
    yield from _more(group.count)


def _line(line: DigestLine) -> Iterator[str]:
    yield f"  {line.what}  {line.number}  {line.title}"
    if line.about:
        yield f"    {line.about}"
    yield f"    {_full(line.url)}"


def _more(count: int) -> Iterator[str]:
    """The end of a list: how much of it was left out, and a blank line."""
    if count > MOST_LISTED:
        yield _("  另有 %(count)s 项") % {"count": number_text(count - MOST_LISTED)}
    yield ""


def _warnings(digest: Digest, actor: Actor) -> Letter:
    """The warnings of a digest that the person may see, of the watches that are to be mailed."""
    cards = cards_visible_to(actor).filter(digest=digest, watch__is_mailed=True)
    count = cards.count()
    if not count:
        return Letter(0, [])
    lines = [_("预警：%(count)s 条") % {"count": number_text(count)}]
    for one in cards_told(list(cards.select_related("watch").order_by("pk")[:MOST_LISTED]), actor):
        what = "  ".join(filter(None, (str(one.kind.label), one.event)))
        lines += _line(DigestLine(what, one.number, one.record.text, one.url, one.about, one.is_sample))
    return Letter(count, [*lines, *_more(count)])
