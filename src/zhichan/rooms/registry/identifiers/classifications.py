"""Symbols of IPC and CPC for patents, Locarno (洛迦诺) for designs, Vienna (维也纳) for figurative marks.

IPC: section, class, subclass, main group of 1-4 digits, subgroup of 2-6 [verified; four-digit main groups
memory]; the edition (2006.01) belongs to the symbol [verified]. The key is the 14-character machine form,
main group padded on the left and subgroup on the right, which sorts as the scheme does [verified on the
scheme]. CPC: the same shape with section Y. Locarno class 01-32 and 99 [memory]; Vienna category 1-29
[memory].
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from .folding import folded
from .identifier import Identifier
from .refusals import Family, IdentifierRefused, Reason, refused

_SYMBOL = (
    r"([{sections}])(?:([0-9]{{2}})(?:([A-Z])(?:-?([0-9]{{1,4}})/([0-9]{{2,6}}))?)?)?"
    r"(?:[(\[]([0-9]{{4}}\.[0-9]{{2}})[)\]])?([IN]?)"
)
_MACHINE = r"([{sections}])([0-9]{{2}})([A-Z])([0-9]{{4}})([0-9]{{6}})(())"
# The 50 positions of ST.8 up to the value: symbol, version, level, position, value. [memory]
_st8 = re.compile(
    r"([A-H])([0-9]{2})([A-Z])([ 0-9]{4})/([0-9]{2,6}) +([0-9]{4})([0-9]{2})[0-9]{2}"
    r"[ACS ][FL ]([IN])[ 0-9A-Z]{0,20}"
).fullmatch
_separators = re.compile(r"[;；,，、|\r\n]+")
_locarno = re.compile(
    r"(?:LOC\(?([0-9]{1,2})\)?(?:CL\.?)?)?([0-9]{2})-?([0-9]{2})(?:-?([A-Z][0-9]{4}))?"
).fullmatch
_vienna = re.compile(r"(A?)([0-9]{1,2})(?:\.([0-9]{1,2})(?:\.([0-9]{1,2}))?)?").fullmatch
_LAST_LOCARNO, _MISCELLANEOUS, _LAST_VIENNA = 32, 99, 29


def _patterns(sections: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_SYMBOL.format(sections=sections)), re.compile(_MACHINE.format(sections=sections))


_IPC_PATTERNS, _CPC_PATTERNS = _patterns("A-H"), _patterns("A-HY")


@dataclass(frozen=True)
class PatentSymbol(Identifier):
    """What IPC and CPC have in common; parts that the symbol does not reach are empty.

    ``value`` is I for the invention information and N for the additional one.
    """

    section: str
    class_number: str = ""
    subclass_letter: str = ""
    main_group: str = ""
    subgroup: str = ""
    edition: str = ""
    value: str = ""

    @property
    def class_symbol(self) -> str:
        """Section and class (大类), A01; empty above that level."""
        return self.section + self.class_number if self.class_number else ""

    @property
    def subclass(self) -> str:
        """The subclass (小类), A01B, on which most statistics stand; empty above that level."""
        return self.class_symbol + self.subclass_letter if self.subclass_letter else ""

    @property
    def symbol(self) -> str:
        """The symbol without its edition: A01B 1/02."""
        group = f" {self.main_group}/{self.subgroup}" if self.main_group else ""
        return f"{self.section}{self.class_number}{self.subclass_letter}{group}"

    @property
    def printed(self) -> str:
        edition = f" ({self.edition})" if self.edition else ""
        return f"{self.symbol}{edition} {self.value}".rstrip()

    @property
    def key(self) -> str:
        group = f"{self.main_group:0>4}{self.subgroup:0<6}" if self.main_group else ""
        return f"{self.section}{self.class_number}{self.subclass_letter}{group}"


@dataclass(frozen=True)
class Ipc(PatentSymbol):
    """A symbol of the International Patent Classification (国际专利分类号)."""


@dataclass(frozen=True)
class Cpc(PatentSymbol):
    """A symbol of the Cooperative Patent Classification (联合专利分类号)."""


_Symbol = TypeVar("_Symbol", bound=PatentSymbol)


@dataclass(frozen=True)
class Locarno(Identifier):
    """A class of designs (洛迦诺分类号): 06-01, with the edition and the goods number where given."""

    class_number: str
    subclass_number: str
    goods: str = ""
    edition: str = ""

    @property
    def key(self) -> str:
        return f"{self.class_number}-{self.subclass_number}"

    @property
    def printed(self) -> str:
        symbol = f"{self.key}-{self.goods}" if self.goods else self.key
        return f"LOC({self.edition}) Cl. {symbol}" if self.edition else symbol


@dataclass(frozen=True)
class Vienna(Identifier):
    """A figurative element (图形要素): category, division, section; ``auxiliary`` when it has an A."""

    category: str
    division: str = ""
    section: str = ""
    auxiliary: bool = False

    @property
    def key(self) -> str:
        return ".".join(part for part in (self.category, self.division, self.section) if part)

    @property
    def printed(self) -> str:
        return f"A {self.key}" if self.auxiliary else self.key


def parse(text: str) -> Ipc:
    """Read A01B 1/02, A01B1/02(2006.01)I, A01B-001/02, A01B0001020000, an ST.8 line, or a higher level."""
    if found := _st8(text.strip().upper()):
        *parts, year, month, value = found.groups()
        return _symbol(Ipc, (*(part.strip() for part in parts), f"{year}.{month}", value), text, Family.IPC)
    return _read(Ipc, _IPC_PATTERNS, text, Family.IPC)


def parse_cpc(text: str) -> Cpc:
    """Read a CPC symbol in the same spellings. Raises IdentifierRefused."""
    return _read(Cpc, _CPC_PATTERNS, text, Family.CPC)


def parse_ipc_list(text: str) -> tuple[tuple[Ipc, ...], tuple[IdentifierRefused, ...]]:
    """All symbols of a cell in their order, the first being the main one, and what could not be read."""
    symbols: list[Ipc] = []
    problems: list[IdentifierRefused] = []
    for part in filter(str.strip, _separators.split(text)):
        try:
            symbols.append(parse(part))
        except IdentifierRefused as refusal:
            problems.append(refusal)
    return tuple(symbols), tuple(problems)


def parse_locarno(text: str) -> Locarno:
    """Read 06-01, 0601, 14-03-B1234 or LOC(14)Cl.14-03. Raises IdentifierRefused."""
    found = _locarno(folded(text))
    if found is None:
        raise refused(Family.LOCARNO, Reason.SHAPE, text)
    edition, class_number, subclass, goods = found.groups("")
    if not (1 <= int(class_number) <= _LAST_LOCARNO or int(class_number) == _MISCELLANEOUS):
        raise refused(Family.LOCARNO, Reason.RANGE, text, f"01-{_LAST_LOCARNO}, {_MISCELLANEOUS}")
    return Locarno(class_number, subclass, goods, edition)


def parse_vienna(text: str) -> Vienna:
    """Read 26.4.2, 26.04.02, A 26.4.2 or a higher level. Raises IdentifierRefused."""
    found = _vienna(folded(text))
    if found is None:
        raise refused(Family.VIENNA, Reason.SHAPE, text)
    auxiliary, *levels = found.groups("")
    if not 1 <= int(levels[0]) <= _LAST_VIENNA:
        raise refused(Family.VIENNA, Reason.RANGE, text, f"1-{_LAST_VIENNA}")
    category, division, section = (level and level.zfill(2) for level in levels)
    return Vienna(category, division, section, bool(auxiliary))


def _read(
    made: type[_Symbol], patterns: tuple[re.Pattern[str], re.Pattern[str]], text: str, family: Family
) -> _Symbol:
    plain = folded(text)
    written, machine = patterns
    found = written.fullmatch(plain) or machine.fullmatch(plain)
    if found is None:
        raise refused(family, Reason.SHAPE, text)
    return _symbol(made, found.groups(""), text, family)


def _symbol(made: type[_Symbol], parts: tuple[str, ...], text: str, family: Family) -> _Symbol:
    """The symbol with its groups in one spelling: subgroups divide like decimals, so zeros at the end go."""
    section, class_number, subclass, main_group, subgroup, edition, value = parts
    main = main_group.lstrip("0")
    if main_group and not main:
        raise refused(family, Reason.RANGE, text, "1/00")
    sub = subgroup[:2] + subgroup[2:].rstrip("0")
    return made(section, class_number, subclass, main, sub, edition, value)
