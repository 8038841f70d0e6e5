"""A collection of made-up records to search in tests: three texts, a class, a number, a day."""

from __future__ import annotations

from zhichan.core.search.collection import EVERYTHING, Collection, SearchField, Sort

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
    ),
    SearchField("number", "AN", "申请号", Sort.CODE, problem=lambda text: "不是号码" if text == "坏" else ""),
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
    several={"TA|标题摘要": ("title", "abstract"), "TXA|全文": ("title", "abstract", "applicant")},
)
