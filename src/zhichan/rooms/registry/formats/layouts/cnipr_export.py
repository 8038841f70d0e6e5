"""The list with 25 columns that the search service of the patent publishing house exports (CNIPR 导出)."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.splitting import agency_apart
from zhichan.rooms.registry.formats.tables import Values, table_format

_POSTCODE = re.compile(r"(\d{6})\s*(\D.*)")


def _finish(values: Values) -> None:
    """The address begins with the postcode, the agency ends with its code."""
    if parts := _POSTCODE.fullmatch(str(values.get("address", ""))):
        values["postcode"], values["address"] = parts.groups()
    if agency := values.get("agency"):
        values["agency"], code = agency_apart(str(agency))
        if code:
            values["agency_code"] = code


FORMAT = table_format(
    "cnipr_export",
    _("CNIPR 检索导出表"),
    "patent",
    {
        "申请号": "application_number",
        "公开（公告）号": "publication_number",
        "公开（公告）日": "publication_date",
        "申请日": "application_date",
        "专利号": "patent_number",
        "名称": "title",
        "主分类号": "ipc_main",
        "分类号": "ipc",
        "分案原申请号": "divisional_of",
        "优先权": "priorities",
        "申请（专利权）人": "applicants",
        "发明（设计）人": "inventors",
        "地址": "address",
        "颁证日": "certificate_date",
        "国际申请": "pct_application_number",
        "国际公布": "pct_publication_number",
        "进入国家日期": "pct_entry_date",
        "专利代理机构": "agency",
        "代理人": "agents",
        "摘要": "abstract",
        "主权项": "first_claim",
        "参考文献": "citations",
        "审查员": "examiner",
    },
    signature=("申请号", "公开（公告）号", "申请（专利权）人", "发明（设计）人", "主权项"),
    separators=";",
    finish=_finish,
)
