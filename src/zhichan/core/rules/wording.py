"""How parts of a sentence are joined (措辞), by the punctuation of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _


def joined(parts: Iterable[str]) -> str:
    """``甲；乙``; what is empty is left out."""
    return _("；").join(part for part in parts if part)


def aside(text: str, note: str) -> str:
    """``甲（乙）``."""
    return _("%(text)s（%(note)s）") % {"text": text, "note": note}


def named(name: str, text: str) -> str:
    """``甲：乙``."""
    return _("%(name)s：%(text)s") % {"name": name, "text": text}


def sentences(*texts: str) -> str:
    """``甲。乙。``; what is empty is left out."""
    return "".join(_("%(text)s。") % {"text": text} for text in texts if text).strip()
