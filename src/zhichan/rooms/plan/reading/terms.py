"""Taiwan wording of machine-converted pages beside the mainland wording it stands for (两岸用语).

Only terms that a converter writes and that can mean nothing else in a plan are listed: a wide
dictionary would also turn 整合 into 集成 and 执行 into 运行, which no office wrote.
"""

from __future__ import annotations

import re
from functools import cache

from zhichan.rooms.plan.reading.folding import simplified_characters

# Taiwan wording, already in simplified characters → mainland wording.
MAINLAND_WORDING: dict[str, str] = {
    "智慧财产权": "知识产权",
    "智慧财产": "知识产权",
    "营业秘密": "商业秘密",
    "积体电路": "集成电路",
    "人工智慧": "人工智能",
    "智慧型": "智能",
    "最佳化": "优化",
    "网际网路": "互联网",
    "网路": "网络",
    "资讯": "信息",
    "数位": "数字",
    "大资料": "大数据",
    "资料库": "数据库",
    "伺服器": "服务器",
    "软体": "软件",
    "硬体": "硬件",
    "应用程式": "应用程序",
    "介面": "接口",
    "视窗": "窗口",
    "档案": "文件",
    "计画": "计划",
    "规画": "规划",
    "列印": "打印",
    "奈米": "纳米",
    "雷射": "激光",
    "晶片": "芯片",
    "行动支付": "移动支付",
    "云端运算": "云计算",
}


def simplified(text: str) -> str:
    """``text`` in simplified characters, character by character, all other signs as printed."""
    return text.translate(_characters())


def mainland(text: str) -> str:
    """``text`` in simplified characters and mainland wording; the length may change.

    For titles and for comparing names of a traditional page with those of the register.
    """
    return _wording().sub(lambda match: MAINLAND_WORDING[match[0]], simplified(text))


def fold_wording(folded: str) -> str:
    """Folded text of a traditional page with the terms of equal length replaced; same length as before.

    Lets a rule that asks for 计划 or 网络 match 計畫 or 網路. Terms whose length differs stay:
    ask for those with ``wording_pattern``.
    """
    return _wording().sub(_same_length, folded)


def wording_pattern(term: str) -> str:
    """A regular expression for ``term`` in either wording, for use on folded text."""
    variants = [old for old, new in MAINLAND_WORDING.items() if new == term]
    return f"(?:{'|'.join(map(re.escape, [term, *variants]))})"


def _same_length(match: re.Match[str]) -> str:
    wording = MAINLAND_WORDING[match[0]]
    return wording if len(wording) == len(match[0]) else match[0]


@cache
def _characters() -> dict[int, str]:
    return {ord(old): new for old, new in simplified_characters().items()}


@cache
def _wording() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, MAINLAND_WORDING), key=len, reverse=True)))
