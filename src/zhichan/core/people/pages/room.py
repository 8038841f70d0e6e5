"""What the system room (系统) holds, and which of it a person may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.core_rights import (
    API_READ,
    AUDIT_VIEW,
    CALENDAR_VIEW,
    OWN_ACCOUNT,
    PEOPLE_VIEW,
    RIGHTS_VIEW,
    SIGN_INS_VIEW,
    UNITS_VIEW,
)
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import Right, may
from zhichan.core.matters.rights import OFFICE_DETAILS, TEMPLATE_KEEP
from zhichan.core.rules.rights import RULES_VIEW


@dataclass(frozen=True)
class Section:
    """One subject of the room: the address of its list and the right to open it."""

    url_name: str
    label: str | Promise
    purpose: str | Promise
    right: Right


SECTIONS = (
    Section("system_units", _("单位"), _("名称、简称与沿革，上下级"), UNITS_VIEW),
    Section("system_collectives", _("集合单位"), _("领导小组、联席会议、各镇(街道)及其成员"), UNITS_VIEW),
    Section("system_people", _("人员与任职"), _("账号由系统管理员维护，任职由安全管理员授予"), PEOPLE_VIEW),
    Section("system_sign_ins", _("登录记录"), _("谁在什么时候登录、失败、被锁定"), SIGN_INS_VIEW),
    Section("system_audit", _("审计记录"), _("谁对什么做了什么，逐条相连，可以校验"), AUDIT_VIEW),
    Section("system_calendar", _("工作日历"), _("哪天上班，哪天放假"), CALENDAR_VIEW),
    Section("system_rules", _("规则"), _("数额、期限与幅度，出处和核对，本地值"), RULES_VIEW),
    Section(
        "system_templates",
        _("文书模板"),
        _("各种文书用通用模板还是本单位模板，上传、启用、停用"),
        TEMPLATE_KEEP,
    ),
    Section("matters:office", _("机关信息"), _("文书上印的机关名称、代字、法院、账户"), OFFICE_DETAILS),
    Section("system_rights", _("权限一览"), _("每个角色能做什么，管到哪里"), RIGHTS_VIEW),
    Section("system_api", _("接口说明"), _("别的程序怎样读取和填报"), API_READ),
)


def sections_for(actor: Actor) -> list[Section]:
    return [section for section in SECTIONS if may(actor, section.right)]


@page(OWN_ACCOUNT)
def system(request: HttpRequest) -> HttpResponse:
    """The room's first page: what this person finds here."""
    return render(request, "system/home.html", {"sections": sections_for(actor_in(request))})
