"""Codes of organisations: social credit code (统一社会信用代码), organisation code, register number.

Social credit code, GB 32100-2015, in force 2015-10-01 [verified]: 18 characters without I O Z S V; 1
registering department, 2 kind, 3-8 place, 9-17 organisation code, 18 check. Letters are allowed in positions
1 and 2 (departments A, N, Y). The place is that of the first registration and follows neither a move nor a
renumbering: never place an owner by it [verified on a real body]. Organisation code (组织机构代码), GB
11714, printed with a hyphen [verified]. Business register number of 15 digits (工商注册号), needed for old
files only [verified].
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .check_characters import (
    SOCIAL_CREDIT_ALPHABET,
    organisation_check,
    register_check,
    social_credit_check,
)
from .folding import folded
from .identifier import Identifier
from .refusals import Family, IdentifierRefused, Reason, refused

_LENGTH = 18
_PLACE = range(2, 8)
# Letters that are not used because they look like these digits.
_LOOK_ALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5"}
_organisation = re.compile(r"([0-9A-Z]{8})-?([0-9X])").fullmatch
_register = re.compile(r"[0-9]{15}").fullmatch


@dataclass(frozen=True)
class SocialCreditCode(Identifier):
    """A checked social credit code."""

    code: str

    @property
    def key(self) -> str:
        return self.code

    @property
    def printed(self) -> str:
        return self.code

    @property
    def department(self) -> str:
        """The registering department (登记管理部门), first character."""
        return self.code[0]

    @property
    def kind(self) -> str:
        """The kind of organisation (机构类别) within the department, second character."""
        return self.code[1]

    @property
    def first_place(self) -> str:
        """The division code of the first registration; says nothing about today's seat."""
        return self.code[2:8]

    @property
    def organisation(self) -> OrganisationCode:
        return OrganisationCode(self.code[8:16], self.code[16])


@dataclass(frozen=True)
class OrganisationCode(Identifier):
    """A checked organisation code: eight characters and the check character."""

    body: str
    check: str

    @property
    def key(self) -> str:
        return self.body + self.check

    @property
    def printed(self) -> str:
        return f"{self.body}-{self.check}"


@dataclass(frozen=True)
class BusinessRegisterNumber(Identifier):
    """A checked number of the business register as it was before 2015."""

    digits: str

    @property
    def key(self) -> str:
        return self.digits

    @property
    def printed(self) -> str:
        return self.digits


def parse(text: str) -> SocialCreditCode:
    """Read a social credit code and check it, the organisation code inside too. Raises IdentifierRefused.

    A wrong character inside the organisation code breaks both checks; then the inner one is named, because it
    says more exactly where to look.
    """
    code = folded(text).replace("-", "")
    if len(code) != _LENGTH:
        raise refused(Family.SOCIAL_CREDIT, Reason.LENGTH, text, str(_LENGTH))
    _refuse_characters(code, text)
    inner = organisation_check(code[8:16])
    if code[16] != inner:
        raise refused(Family.SOCIAL_CREDIT, Reason.INNER_CHECK, text, inner, 17)
    if code[17] != (check := social_credit_check(code[:17])):
        raise refused(Family.SOCIAL_CREDIT, Reason.CHECK, text, check, _LENGTH)
    return SocialCreditCode(code)


def parse_organisation(text: str) -> OrganisationCode:
    """Read 00020071-5 or 000200715. Raises IdentifierRefused."""
    found = _organisation(folded(text))
    if found is None:
        raise refused(Family.ORGANISATION, Reason.SHAPE, text)
    if found[2] != (check := organisation_check(found[1])):
        raise refused(Family.ORGANISATION, Reason.CHECK, text, check, 9)
    return OrganisationCode(found[1], found[2])


def parse_register_number(text: str) -> BusinessRegisterNumber:
    """Read a business register number of 15 digits. Raises IdentifierRefused."""
    digits = folded(text)
    if not _register(digits):
        raise refused(Family.BUSINESS_REGISTER, Reason.SHAPE, text)
    if digits[14] != (check := register_check(digits[:14])):
        raise refused(Family.BUSINESS_REGISTER, Reason.CHECK, text, check, 15)
    return BusinessRegisterNumber(digits)


def _refuse_characters(code: str, text: str) -> None:
    for place, character in enumerate(code):
        if character not in SOCIAL_CREDIT_ALPHABET or (place in _PLACE and character not in "0123456789"):
            raise _character_refused(place, character, text)


def _character_refused(place: int, character: str, text: str) -> IdentifierRefused:
    digit = _LOOK_ALIKES.get(character)
    return refused(Family.SOCIAL_CREDIT, Reason.CHARACTER, text, digit, place + 1)
