"""Where a rule stands and how far that was checked (出处与核对标记). Used by rules, limits and procedures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Mark(StrEnum):
    """How far a rule was checked against the published text (ARCHITECTURE §3.4). What is not settled warns,
    and never acts against anyone by itself.

    ``CONFIRMED``: two people of this office proposed and confirmed it in the product; no file says that.
    """

    VERIFIED = "verified"
    VERIFIED_PART = "verified-part"
    MEMORY = "memory"
    LOCAL = "design"
    CONFIRMED = "confirmed"

    @property
    def is_settled(self) -> bool:
        return self in {Mark.VERIFIED, Mark.CONFIRMED}


MARK_LABELS: dict[Mark, Promise] = {
    Mark.VERIFIED: _("已核对"),
    Mark.VERIFIED_PART: _("部分核对"),
    Mark.MEMORY: _("依据待核"),
    Mark.LOCAL: _("本地约定"),
    Mark.CONFIRMED: _("本单位确认"),
}


@dataclass(frozen=True)
class Source:
    """Where a rule stands: title, article, and how far that was checked. A title is a name: it is shown as it
    was promulgated, in every language."""

    title: str
    article: str = ""
    mark: Mark = Mark.MEMORY

    @property
    def words(self) -> str:
        """``行政处罚法第五十一条``."""
        return f"{self.title}{self.article}"
