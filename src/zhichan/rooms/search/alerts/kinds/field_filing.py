"""Somebody files in a watched field: a theme, a class of patents or of marks (领域新申请)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.face import Filing, is_below
from zhichan.rooms.search.alerts.declaration import (
    CLASSES,
    PATENTS,
    TRADEMARKS,
    AlertKind,
    Found,
    News,
    Subject,
    Watched,
    told_filing,
)


def find(watched: Watched, news: News) -> Iterator[Found]:
    for one in news.filings:
        if watched.is_recent(one.filed_on) and _is_in_field(watched, one):
            yield told_filing(one, 0, f"{one.register}:{one.record_id}:filed")


def _is_in_field(watched: Watched, one: Filing) -> bool:
    subject = Subject(watched.watch.subject)
    if subject == Subject.THEME:
        return watched.concerned(one.register, one.record_id, ()) is not None
    code = watched.watch.subject_code
    return CLASSES[subject] == one.register and any(is_below(key, code) for key in one.classes)


ALERT = AlertKind(
    name="field_filing",
    label=_("领域新申请"),
    rank=55,
    subjects=(Subject.THEME, Subject.IPC, Subject.NICE),
    rule=_(
        "登记册新收录的专利在专题库里，或在这个分类号及其以下；新收录的商标在这个类别。申请日不早于设置的日期。"
    ),
    why=_("不论谁申请，领域里的新申请显示技术和产品的走向；专利公开前看不到，这里比申请日晚。"),
    can_do=_("打开记录看是谁、做什么；与本地企业的产品比对，需要时关注申请人，或做专利导航。"),
    filings=(PATENTS, TRADEMARKS),
    reads_all=True,
    find=find,
)
