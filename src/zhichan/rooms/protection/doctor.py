"""What the examination of an installation says of the protection room (体检)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.upkeep.checks import CheckContext, Remark, check, note
from zhichan.rooms.protection.queries.certificates import expired_count


@check("protection.certificates", gettext_lazy("执法证件"))
def certificates_are_valid(context: CheckContext) -> Iterator[Remark]:
    """A note and no problem: the installation is well, some of its people lack a paper."""
    if count := expired_count(timezone.localdate(context.at)):
        yield note(
            _("有 %(count)d 个执法证件已到期，持证人不能被指派办案。请续期，或把他们退出登记册。")
            % {"count": count}
        )
