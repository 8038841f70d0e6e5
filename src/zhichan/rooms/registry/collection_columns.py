"""The columns that tables and files of found patents can have (检索结果的列)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhichan.core.exports.cells import Cell, folded_text
from zhichan.core.search.collection import Hit, HitColumn


def _fact(name: str) -> Callable[[Hit], Cell]:
    return lambda hit: folded_text(hit.facts[name]) or None


def _text(name: str) -> Callable[[Hit], Cell]:
    return lambda hit: folded_text(hit.texts[name]) or None


def _day(name: str) -> Callable[[Hit], Cell]:
    return lambda hit: date.fromisoformat(hit.facts[name]) if hit.facts[name] else None


DAY_FORMAT = "yyyy-mm-dd"
COLUMNS = (
    HitColumn("number", _("申请号"), lambda hit: hit.number, 18),
    HitColumn("title", _("名称"), lambda hit: folded_text(hit.title), 44),
    HitColumn("kind", _("类型"), _fact("kind"), 10),
    HitColumn("status", _("法律状态"), _fact("status"), 16),
    HitColumn("applicants", _("权利人"), _fact("applicant"), 32),
    HitColumn("inventors", _("发明人"), _text("inventors"), 24, is_usual=False),
    HitColumn("filed_on", _("申请日"), _day("filed_on"), 12, DAY_FORMAT),
    HitColumn("published_on", _("公开日"), _day("published_on"), 12, DAY_FORMAT),
    HitColumn("publication_number", _("公开号"), _fact("publication_number"), 18, is_usual=False),
    HitColumn("granted_on", _("授权公告日"), _day("granted_on"), 12, DAY_FORMAT),
    HitColumn("grant_number", _("授权公告号"), _fact("grant_number"), 18, is_usual=False),
    HitColumn("ipc", _("主分类号"), _fact("ipc"), 14),
    HitColumn("classes", _("分类号"), _fact("classes"), 32, is_usual=False),
    HitColumn("agency", _("代理机构"), _text("agency"), 24, is_usual=False),
    HitColumn("priorities", _("优先权"), _fact("priorities"), 24, is_usual=False),
    HitColumn("region", _("地区代码"), _fact("region"), 12, is_usual=False),
    HitColumn("family", _("同族编号"), _fact("family"), 16, is_usual=False),
    HitColumn("abstract", pgettext_lazy("专利", "摘要"), _text("abstract"), 60, is_usual=False),
    HitColumn("url", _("登记册地址"), lambda hit: hit.url, 24, is_usual=False),
)
