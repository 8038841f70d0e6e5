"""The export of WIPS ON with its Korean headings (WIPS ON 导出)."""

from __future__ import annotations

import re
from itertools import zip_longest

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format

_CHINESE = re.compile(r"(\d\d)(\d\d)-(?:00(\d{6})|(\d{8}))").fullmatch


def _finish(values: Values) -> None:
    """A priority stands in three columns: country, number and day; agents are parted by underlines.

    Chinese application numbers stand without check character, the year apart: ``2007-80051096``; the short
    ones of before October 2003 with four digits of the year and two noughts: ``2002-00808287``.
    """
    if values.get("office") == "CN" and (written := _CHINESE(str(values.get("application_number", "")))):
        century, year, short, long = written.groups()
        values["application_number"] = f"{year}{short}" if short else f"{century}{year}{long}"
    parts = [str(values.pop(name, "")).split(" | ") for name in ("_country", "_priority", "_day")]
    triples = (" ".join(filter(None, triple)) for triple in zip_longest(*parts, fillvalue=""))
    if priorities := tuple(filter(None, triples)):
        values["priorities"] = priorities
    if agents := values.get("agents"):
        values["agents"] = tuple(part.strip() for agent in agents for part in agent.split("_"))


FORMAT = table_format(
    "wips_on",
    _("WIPS ON 导出表"),
    "patent",
    {
        "국가코드": "office",
        "특허/실용 구분": "patent_type",
        "문헌종류 코드": "kind_code",
        "출원번호": "application_number",
        "출원일": "application_date",
        "발명의 명칭": "title",
        "요약": "abstract",
        "대표청구항": "first_claim",
        "청구항 수": "claims_count",
        "공개번호/공표/재공표": "publication_number",
        "공개일": "publication_date",
        "등록번호": "grant_number",
        "등록일": "grant_date",
        "Original CPC Main[US]": "cpc_main",
        "Original CPC All[US]": "cpc",
        "Original IPC Main": "ipc_main",
        "Original IPC All": "ipc",
        "Original US Class All[US]": "other_classes",
        "출원인": "applicants",
        "출원인 국적": "applicant_countries",
        "출원인 대표명화 명칭(국문)[KR]": "applicants_standardised",
        "발명자/고안자": "inventors",
        "발명자/고안자 국적": "inventor_countries",
        "대리인": "agents",
        "우선권 국가": "_country",
        "우선권 번호": "_priority",
        "우선권 주장일": "_day",
        "국제 출원번호": "pct_application_number",
        "국제 출원일": "pct_application_date",
        "국제 공개번호": "pct_publication_number",
        "국제 공개일": "pct_publication_date",
        "지정국 코드": "designated_states",
        "WIPS ON key": "source_number",
    },
    signature=("국가코드", "출원번호", "발명의 명칭", "WIPS ON key"),
    separators="|",
    finish=_finish,
)
