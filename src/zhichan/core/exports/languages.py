"""Labels in every language of the product, for files that were exported in one and come back in another."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override


def in_every_language(label: str | Promise) -> frozenset[str]:
    """The label as each language of the product writes it; plain text is the same in all."""
    if isinstance(label, str):
        return frozenset({label})
    words = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            words.add(str(label))
    return frozenset(words)
