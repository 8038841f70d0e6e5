"""A list with number, main class, abstract and first claim (摘要与首项权利要求表)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "ipc_abstract_claim",
    _("摘要与首项权利要求表"),
    "patent",
    {
        "公开号": "publication_number",
        "主IPC分类号-小组": "ipc_main",
        "标题": "title",
        "摘要": "abstract",
        "首项权利要求": "first_claim",
    },
    signature=("公开号", "主IPC分类号-小组", "主IPC分类号-小类", "首项权利要求"),
)
