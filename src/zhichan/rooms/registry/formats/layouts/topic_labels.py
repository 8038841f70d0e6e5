"""Titles and abstracts with a topic number (主题分类训练集); the ids are hashes, not patent numbers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import table_format

# The hash comes out as application number: it is what the file calls its id, and the check refuses it with
# the reason that it is no number of a right.
FORMAT = table_format(
    "topic_labels",
    _("主题分类训练集"),
    "patent",
    {
        "id": "application_number",
        "title": "title",
        "assignee": "applicants",
        "abstract": "abstract",
        "label_id": "labels",
    },
    signature=("id", "assignee", "abstract", "label_id", "label_source"),
    separators=";",
)
