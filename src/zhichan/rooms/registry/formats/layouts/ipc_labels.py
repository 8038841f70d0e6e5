"""Titles with every IPC subclass of the document (IPC 多标签集)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "ipc_labels",
    _("IPC 多标签集"),
    "patent",
    {
        "dataset_row": "source_number",
        "publication_numbers": "publication_number",
        "patent_title": "title",
        "ipc_subclasses_all": "ipc",
    },
    signature=("publication_numbers", "patent_title", "ipc_subclasses_all"),
    separators="|",
)
