"""The csv export of The Lens in both its editions, with and without the Lens number (Lens 导出)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "lens_export",
    _("Lens 导出表"),
    "patent",
    {
        "Jurisdiction": "office",
        "Kind": "kind_code",
        "Publication Number": "publication_number",
        "Lens ID": "source_number",
        "Publication Date": "publication_date",
        "Application Number": "application_number",
        "Application Date": "application_date",
        "Priority Numbers": "priorities",
        "Title": "title",
        "Applicants": "applicants",
        "Inventors": "inventors",
        "URL": "source_link",
        "Type": "patent_type",
        "Cited Count": "cited_by_count",
        "Simple Family Size": "family_size",
        "CPC Classifications": "cpc",
        "IPCR Classifications": "ipc",
        "US Classifications": "other_classes",
        "Non-Patent Citations": "other_citations",
    },
    signature=("Jurisdiction", "Publication Number", "IPCR Classifications", "Simple Family Size"),
    separators=";;",
)
