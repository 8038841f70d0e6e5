"""What else may be done to a matter (更多操作): each with its page, or with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from zhichan.core.matters.actions.amend import excludable
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.workspace import Workspace


@dataclass(frozen=True)
class Entry:
    """One thing to do. ``barred``: why it cannot be done now; empty where it can."""

    label: str
    url: str
    barred: str = ""


def menu_of(space: Workspace) -> list[Entry]:
    """The writes beside the steps, for whoever may work on the matter at all; nothing for who only reads."""
    entries: list[Entry] = []
    if space.may_move:
        entries += _of_the_team(space)
    if space.may_staff:
        entries += _of_the_heads(space)
    return entries


def _of_the_team(space: Workspace) -> list[Entry]:
    pk, team = space.matter.pk, team_only(space)
    closed = "" if space.matter.is_open else _("事项已办结。")
    no_time = "" if excludable(space.matter) else _("这个程序的期限都不扣除时间。")
    return [
        _entry(_("记一笔"), "note", pk),
        _entry(_("添加材料"), "file_add", pk, team),
        _entry(_("登记参与人"), "participant_add", pk, team),
        _entry(_("登记扣除时间"), "exclude", pk, team or closed or no_time),
        _entry(_("关联另一件事项"), "relate", pk),
        _entry(_("并入另一件事项"), "merge", pk, team or closed),
        *([_entry(_("与主件分开"), "part", pk, team)] if space.near.head else []),
        _entry(_("分出一件"), "split", pk, team or closed),
        _entry(_("转为另一程序"), "continue", pk, team),
    ]


def _of_the_heads(space: Workspace) -> list[Entry]:
    pk = space.matter.pk
    closed = "" if space.matter.is_open else _("事项已办结。")
    return [
        _entry(_("分派人员"), "assign", pk),
        _entry(_("转办"), "hand_over", pk, closed),
        _entry(_("回避"), "recuse", pk, "" if space.members else _("还没有承办人员。")),
        _entry(_("共享给单位"), "share", pk),
    ]


def _entry(label: str, name: str, pk: int, barred: str = "") -> Entry:
    return Entry(label, reverse(f"matters:{name}", args=[pk]), barred)
