"""What a printed name of an organisation consists of."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What sort of body a name speaks of."""

    COMPANY = "company"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    HOSPITAL = "hospital"
    GOVERNMENT = "government"
    OTHER = "other"
    PERSON = "person"


class Script(StrEnum):
    """Which writing a name is compared in."""

    HAN = "han"
    LATIN = "latin"


class OrganisationName(NamedTuple):
    """One printed name, taken apart (企业名称的组成).

    ``normal`` is the name in one agreed way of writing, fit to be shown and parsed again; ``key`` is the same
    without spaces. Equal keys are one name, not yet one firm: that also asks for the region where the
    name carries none. ``head_key`` leaves the branch out; it equals ``key`` where there is no branch.
    ``core``: stem and industry words as they stand, without region, form and branch.
    """

    printed: str
    normal: str
    key: str
    kind: Kind
    script: Script
    regions: tuple[str, ...] = ()
    region_code: str = ""
    stem: str = ""
    industries: tuple[str, ...] = ()
    core: str = ""
    concepts: tuple[str, ...] = ()
    ownership: str = ""
    form: str = ""
    branch: str = ""
    head: str = ""
    sound: str = ""
    former: tuple[str, ...] = ()

    @property
    def head_key(self) -> str:
        return self.head.replace(" ", "")

    @property
    def is_person(self) -> bool:
        return self.kind == Kind.PERSON
