"""The result list of PATENTSCOPE as it is downloaded (PATENTSCOPE 结果表)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format


def _finish(values: Values) -> None:
    """Priorities stand in square brackets."""
    if priorities := values.get("priorities"):
        bare = "; ".join(priorities).strip("[] ")
        values["priorities"] = tuple(part.strip() for part in bare.split(", ") if part.strip())


FORMAT = table_format(
    "patentscope_list",
    _("PATENTSCOPE 结果表"),
    "patent",
    {
        "Publication Number": "publication_number",
        "Publication Date": "publication_date",
        "Title": "title",
        "Priority Data": "priorities",
        "IPC": "ipc",
        "Applicants": "applicants",
        "Inventors": "inventors",
    },
    signature=("Publication Number", "Priority Data", "IPC", "FP Image"),
    separators=";",
    blanks=("NA",),
    finish=_finish,
)
