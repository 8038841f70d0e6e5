"""The region of what is searched (地区字段): asked for by code, whether it is known or not, or by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.core.search.collection import SearchField, Sort
from zhichan.core.search.value_lists import ValueList
from zhichan.rooms.registry.models.region import Region, region_names


def _region_words() -> Iterator[tuple[str, str]]:
    """Codes with all that is written for them, the name last. One query."""
    for code, name, others in Region.objects.filter(is_shown=True).values_list("code", "name", "other_names"):
        yield from ((code, word) for word in (*others, f"{name}（{code}）", name))


REGION_FIELD = SearchField(
    "region",
    "RG",
    _("地区代码"),
    Sort.CODE,
    ("地区",),
    facet=True,
    by_beginning=True,
    words=region_names,
    values=ValueList(_region_words, unlisted=re.compile(r"\d{2,12}")),
)
