"""Citations of publications, parsed into number, day, title, inventors and place (引文式公开列表)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "citation_list",
    _("引文式公开列表"),
    "patent",
    {
        "公开号": "publication_number",
        "公开日": "publication_date",
        "名称": "title",
        "发明人": "inventors",
        "国省": "province",
    },
    signature=("公开号", "公开日", "名称", "发明人", "国省"),
    separators=",",
)
