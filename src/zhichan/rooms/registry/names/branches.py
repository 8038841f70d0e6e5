"""Branches (分支机构): a part of an organisation that its name puts behind the whole.

A branch is printed as a name of its own and often is a unit of its own before the law, so it is never the
same as its head; only the two parts are told apart here.
"""

from __future__ import annotations

import re

_PARTS = [
    "分公司",
    "分院",
    "分行",
    "支行",
    "分所",
    "分厂",
    "分部",
    "分店",
    "分校",
    "分中心",
    "营业部",
    "办事处",
    "代表处",
    "联络处",
    "总部",
    "本部",
    "事业部",
    "车间",
    "项目部",
    "研究院",
    "研究所",
    "研究中心",
    "研究总院",
    "研究室",
    "实验室",
    "学院",
    "医院",
    "工程中心",
    "技术中心",
    "创新中心",
    "设计院",
    "设计所",
    "分局",
    "中心",
    "学校",
    "附中",
    "附小",
    "中学",
    "小学",
    "厂",
    "系",
    "所",
    "研究部",
    "开发部",
    "技术部",
    "工厂",
    "检测站",
    "工作站",
    "图书馆",
    "校区",
    "院区",
    "书院",
    "医学部",
    "学部",
    "大队",
    "支队",
]
_LAST = tuple(_PARTS)
_ENDS = "|".join(sorted(_PARTS, key=len, reverse=True))
_OF_COMPANY = re.compile(f"^(.{{2,}}?公司)(.+(?:{_ENDS})|总部|本部|研究院|研究所|技术中心|分公司)$")
_OF_SCHOOL = re.compile(f"^(.{{2,}}?(?:大学|科学院|学院|农科院))(.{{1,}}(?:{_ENDS}))$")
_OF_OTHER = re.compile(
    "^(.{2,}?(?:银行|研究院|研究所|集团|医院|事务所))(.{2,}(?:分行|支行|分院|分所|分公司|营业部|办事处|分部|院区))$"
)


def head_and_branch(text: str) -> tuple[str, str]:
    """The whole and the part of a Chinese name, 甲公司 and 天津分公司; no part is empty."""
    if not text.endswith(_LAST):
        return text, ""
    for pattern in (_OF_COMPANY, _OF_SCHOOL, _OF_OTHER):
        if found := pattern.match(text):
            return found[1], found[2]
    return text, ""
