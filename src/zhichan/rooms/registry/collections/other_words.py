"""What searchers write for where a right stands (状态的说法), besides the words of the register."""

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

MARK_CLASSES = {
    **dict.fromkeys(("有权", "注册有效"), ("in_force",)),
    **dict.fromkeys(("无权", "已失效"), ("ended",)),
    **dict.fromkeys(("在审", "审查中"), ("pending",)),
}
MARK_STATUSES = {"注册": ("REGISTERED",), "初审公告": ("PUBLISHED",), "宽展期": ("GRACE",)}
