"""The wide export of a Derwent-like service with cited and citing numbers (德温特式导出)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

FORMAT = table_format(
    "derwent_export",
    _("德温特式导出表"),
    "patent",
    {
        "publication_country": "office",
        "publication_number": "publication_number",
        "publication_date": "publication_date",
        "application_numbers": "application_number",
        "application_dates": "application_date",
        "title_original_cleaned": "title",
        "title_original_english_cleaned": "title_english",
        "abstract": "abstract",
        "claims_first": "first_claim",
        "patent_assignees_original_no_address": "applicants",
        "patent_assignees_cleaned": "applicants_standardised",
        "inventors_original": "inventors",
        "inventors_country_codes": "inventor_countries",
        "attorney_agent": "agents",
        "international_classifications_codes": "ipc",
        "cpc_codes": "cpc",
        "priority_numbers": "priorities",
        "priority_date_earliest": "priority_date",
        "inpadoc_family_member_numbers": "family_members",
        "inpadoc_family_member_countries_codes": "family_countries",
        "inpadoc_first_family_member_number": "family_id",
        "cited_patent_numbers": "citations",
        "citing_patent_numbers": "cited_by",
        "citing_patent_count": "cited_by_count",
        "publication_number_espace_links": "source_link",
    },
    signature=("publication_number", "cited_patent_numbers", "inpadoc_family_member_numbers"),
    separators=";",
    blanks=("NA",),
)
