"""A collection of made-up records to search in tests: three texts, a class, a number, a day."""

from __future__ import annotations

import re

from zhichan.core.search.collection import EVERYTHING, Collection, SearchField, Sort
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.value_lists import ValueList

STATES = [("open", "驳回(可复审)"), ("refused", "驳回生效"), ("over", "期限届满（推算）"), ("on", "有效")]
OTHERS = {"授权": ("on",)}
REGIONS = ValueList(lambda: [("12", "砚湖区"), ("1201", "砚湖街道")], unlisted=re.compile(r"\d+"))
FIELDS = (
    SearchField("title", "TI", "标题"),
    SearchField("abstract", "AB", "摘要"),
    SearchField("applicant", "PA", "申请人", facet=True),
    SearchField(
        "ipc",
        "IPC",
        "分类号",
        Sort.CODE,
        facet=True,
        by_beginning=True,
        normal=lambda text: text.replace(" ", "").upper(),
        problem=lambda text: "不是分类号。" if "你" in text else "",
        spaced=re.compile(r"[A-H]\d\d[A-Z] +\d+/\d+"),
    ),
    SearchField(
        "number",
        "AN",
        "申请号",
        Sort.CODE,
        problem=lambda text: "不是号码" if text.startswith("坏") else "",
        fix=lambda text: "2012102497674" if text == "坏2012102497670" else "",
        elsewhere=lambda text: "documents" if text.startswith("D") else "",
    ),
    SearchField(
        "documents",
        "PN",
        "公开（公告）号",
        Sort.CODE,
        normal=lambda text: text if text.startswith("CN") else f"CN{text}",
        beginning=lambda text: f"CN{text}" if text.isdigit() else text if text.startswith("CN") else "",
        variants=lambda code: (code, f"{code}A", f"{code}U") if code[-1:].isdigit() else (code,),
    ),
    SearchField("status", "ST", "法律状态", Sort.CODE, ("状态",), values=ValueList(lambda: STATES, OTHERS)),
    SearchField("region", "RG", "地区", Sort.CODE, by_beginning=True, values=REGIONS),
    SearchField("filed", "AD", "申请日", Sort.DAY, facet=True),
    SearchField("claims", "NC", "权项数", Sort.NUMBER),
)
SAMPLE = Collection(
    name="sample",
    label="示例库",
    fields=FIELDS,
    read=lambda _ids: [],
    ids=lambda _after, _limit: [],
    scope_for=lambda _actor: EVERYTHING,
    orders=("filed",),
    general=("title", "abstract"),
    tell=lambda _ids, _actor: [],
    seen=lambda _ids, _actor: set(),
    numbers=("number",),
    sources={},
    other_codes={"TTL": ("TI",), "TACD": ("TA", "TXA")},
    several={"TA|标题摘要": ("title", "abstract"), "TXA|全文": ("title", "abstract", "applicant")},
)


def refusal(line: str) -> QueryError | None:
    """Why a line is refused; None for one that is read."""
    try:
        read_query(line, SAMPLE)
    except QueryError as refused:
        return refused
    return None
