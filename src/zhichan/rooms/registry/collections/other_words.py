"""What searchers write for where a right stands (状态的说法), and for fields, besides our own words."""

from __future__ import annotations

PATENT_CLASSES = {
    **dict.fromkeys(("授权", "有权", "维持", "已授权"), ("in_force",)),
    **dict.fromkeys(("无权", "已失效"), ("ended",)),
    **dict.fromkeys(("在审", "审查中", "未决"), ("pending",)),
}
PATENT_STATUSES = {"实审": ("EXAM",), "公开": ("PUBLISHED",), "未缴年费": ("LAPSED_FEE",)}
PATENT_KINDS = (
    ("invention", "发明专利"),
    ("utility_model", "实用新型专利"),
    ("design", "外观设计专利"),
    ("design", "外观专利"),
)

#: Codes of fields of other search systems, for which ours are offered. [memory] of their help pages.
PATENT_CODES = {
    **dict.fromkeys(("TTL",), ("TI",)),
    **dict.fromkeys(("TA", "TIAB", "TIABC"), ("TAC",)),
    **dict.fromkeys(("ABST", "ABS"), ("AB",)),
    **dict.fromkeys(("CL", "CLMS", "CLAIM", "CLAIMS", "ACLM"), ("CLM",)),
    **dict.fromkeys(("DESC", "DESCR", "DSC", "SPEC"), ("DES",)),
    **dict.fromkeys(("TACD", "FT", "FULL", "FULLTEXT", "ALL", "BI"), ("TX",)),
    **dict.fromkeys(("ANCS", "ANC", "ASSIGNEE"), ("PA", "PAN")),
    "AP": ("PA", "AN"),
    **dict.fromkeys(("APNO", "APN_ST", "ANO"), ("AN",)),
    **dict.fromkeys(("PNM", "PBN", "PUB"), ("PN",)),
    **dict.fromkeys(("APD", "AY", "APY"), ("AD",)),
    **dict.fromkeys(("PBD", "PDB", "PY", "PBY"), ("PD",)),
    **dict.fromkeys(("ISD", "ISY", "GRD"), ("GD",)),
    **dict.fromkeys(("INV", "INVENTOR"), ("IN",)),
    **dict.fromkeys(("AGC", "ATC", "AGENCY", "AGENT"), ("AG",)),
    **dict.fromkeys(("ICM", "PIC"), ("MIPC",)),
    **dict.fromkeys(("LS", "LG", "LEGAL_STATUS", "LEGALSTATUS"), ("ST", "SC")),
    "SIMPLE_LEGAL_STATUS": ("SC",),
    **dict.fromkeys(("DOCTYPE", "PATENT_TYPE", "PT", "TYPE"), ("KD",)),
    **dict.fromkeys(("AC", "PROVINCE", "省市", "国省"), ("RG",)),
    **dict.fromkeys(("PRD", "PRNO", "PRIORITY"), ("PR",)),
}

MARK_CLASSES = {
    **dict.fromkeys(("有权", "注册有效"), ("in_force",)),
    **dict.fromkeys(("无权", "已失效"), ("ended",)),
    **dict.fromkeys(("在审", "审查中"), ("pending",)),
}
MARK_STATUSES = {"注册": ("REGISTERED",), "初审公告": ("PUBLISHED",), "宽展期": ("GRACE",)}
