"""What the examination of an installation says of the search room (体检): whether its mails go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.upkeep.checks import CheckContext, Remark, check, note, problem
from zhichan.rooms.search.models import Digest

TOLD_FOR = timedelta(days=30)


@check("search.mails", gettext_lazy("预警邮件"))
def mails_go(context: CheckContext) -> Iterator[Remark]:
    """A problem while mails are refused; a note of those that were given up within a month."""
    unsent = Digest.objects.filter(is_mailed=True, mailed_at=None).order_by("-pk")
    refused = unsent.filter(given_up_at=None).exclude(refusal="")
    if last := refused.first():
        yield problem(
            _("有 %(count)d 封预警邮件没有发出，还在重试（%(reason)s）。请检查 ZHICHAN_MAIL_HOST 等设置。")
            % {"count": refused.count(), "reason": last.refusal}
        )
    if count := unsent.filter(given_up_at__gte=context.at - TOLD_FOR).count():
        yield note(
            _("三十天内有 %(count)d 封预警邮件没有发出，已不再重试；收件人在站内仍有通知。")
            % {"count": count}
        )
