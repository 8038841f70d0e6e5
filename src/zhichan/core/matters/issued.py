"""What the documents of a procedure are called (会出具的文书), and which of them tell how to object."""

from __future__ import annotations

from dataclasses import dataclass

from zhichan.core.documents.loading import all_definitions


@dataclass(frozen=True)
class Paper:
    """A document as a guide names it. ``tells_remedies``: it says where and until when one may object."""

    title: str
    tells_remedies: bool = False


def paper_of(name: str) -> Paper:
    """By the name that moves issue it under; one that no room defines goes by that name."""
    for one in all_definitions():
        if one.id == name:
            return Paper(one.title, bool(one.remedies))
    return Paper(name)


def titles_of(names: tuple[str, ...]) -> str:
    """``立案审批表、立案告知书``."""
    return "、".join(paper_of(name).title for name in names)
