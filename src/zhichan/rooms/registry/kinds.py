"""Kinds of register fields that name another row or carry a code (字段种类)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell
from zhichan.core.exports.kinds import CellRefused, typed_text
from zhichan.rooms.registry.identifiers.documents import parse as parse_document
from zhichan.rooms.registry.identifiers.organisations import parse as parse_credit_code
from zhichan.rooms.registry.identifiers.patent_applications import parse as parse_application
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused, Reason
from zhichan.rooms.registry.identifiers.trademarks import parse as parse_trademark
from zhichan.rooms.registry.identifiers.trademarks import parse_class
from zhichan.rooms.registry.identifiers.wording import refusal_message
from zhichan.rooms.registry.ipc_groups import class_key, is_class_pattern


@dataclass(frozen=True)
class _Key:
    """A text that is kept, shown and written as it is; the kinds over it say how one is read."""

    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return value

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text


@dataclass(frozen=True)
class CreditCode(_Key):
    """A unified social credit code; a wrong check character is refused with the right one named."""

    def read(self, raw: Cell) -> str:
        try:
            return parse_credit_code(typed_text(raw)).key
        except IdentifierRefused as refusal:
            raise CellRefused(refusal_message(refusal), _("核对证照上的代码")) from None


@dataclass(frozen=True)
class ApplicationNumber:
    """A Chinese application number, kept as its key; of a wrong check character the right one is named.

    The number of a document with its office before it (``US5824316A``) is taken for what has no such number.
    """

    number_format: str = "@"
    empty: str = ""

    def cell(self, value: str) -> Cell:
        return application_number_text(value)

    def read(self, raw: Cell) -> str:
        words = typed_text(raw)
        try:
            return parse_application(words).key
        except IdentifierRefused as refusal:
            if refusal.reason is not Reason.CHECK and (document := _document(words)):
                return document
            raise CellRefused(refusal_message(refusal), _("核对申请号")) from None

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text


def _document(words: str) -> str | None:
    """The key of a document number that names its office."""
    try:
        return parse_document(words).key
    except IdentifierRefused:
        return None


def application_number_text(key: str) -> str:
    """The number as it is printed, with its check character."""
    try:
        return parse_application(key).printed
    except IdentifierRefused:
        return key


@dataclass(frozen=True)
class TrademarkItemKey(_Key):
    """Number and class of a mark, ``4409718-31``; of another office ``US:2178784-09``."""

    def read(self, raw: Cell) -> str:
        words = typed_text(raw).upper().replace(" ", "")
        office, mark, rest = words.rpartition(":")
        number, dash, nice_class = rest.rpartition("-")
        if not dash:
            raise CellRefused(_("没有写类别"), _("写成 4409718-31 这样：注册号、短横、类别"))
        try:
            key = parse_class(nice_class).key
            if not mark:
                return f"{parse_trademark(number).key}-{key}"
        except IdentifierRefused as refusal:
            raise CellRefused(refusal_message(refusal), _("核对注册号和类别")) from None
        if len(office) != 2 or not office.isalpha() or office == "CN" or not number.isalnum():
            raise CellRefused(
                _("“%(words)s”不是境外注册号") % {"words": words[:40]}, _("写成 US:2178784-09 这样")
            )
        return f"{office}:{number}-{key}"


@dataclass(frozen=True)
class RowId:
    """The key of another row, kept as it is; people see what the field's ``shown`` gives."""

    number_format: str = "0"
    empty: None = None

    def cell(self, value: int) -> Cell:
        return value

    def read(self, raw: Cell) -> int:
        words = typed_text(raw)
        if not words.isascii() or not words.isdigit():
            raise CellRefused(_("“%(words)s”不是记录号") % {"words": words[:40]}, _("写数字"))
        return int(words)

    def text(self, value: int) -> str:
        return str(value)

    def from_text(self, text: str) -> int:
        return int(text)


@dataclass(frozen=True)
class PartyId(RowId):
    """The key of a party; where one value is shown by itself, people see its name. One query."""

    def words(self, value: int) -> str:
        return PartyIds().cell(str(value))


@dataclass(frozen=True)
class DivisionCodeKind(_Key):
    """The code of a place: two, four, six, nine or twelve digits."""

    def read(self, raw: Cell) -> str:
        words = typed_text(raw)
        if not words.isascii() or not words.isdigit() or len(words) not in (2, 4, 6, 9, 12):
            raise CellRefused(
                _("“%(words)s”不是地区代码") % {"words": words[:40]}, _("写 2、4、6、9 或 12 位数字")
            )
        return words


@dataclass(frozen=True)
class ClassPattern(_Key):
    """A class of the IPC or a beginning, written one way: ``H01M10/05``, ``H01M10``, ``C08L101*``."""

    def read(self, raw: Cell) -> str:
        words = class_key(typed_text(raw))
        if not is_class_pattern(words):
            raise CellRefused(
                _("“%(words)s”不是国际专利分类号") % {"words": words[:40]}, _("写成 H01M10/05 这样")
            )
        return words


@dataclass(frozen=True)
class ClassSymbol(ClassPattern):
    """A group of the IPC, whole: ``H01M10/05``; neither a subclass nor a beginning."""

    def read(self, raw: Cell) -> str:
        words = super().read(raw)
        if "/" not in words or words.endswith("*"):
            raise CellRefused(
                _("“%(words)s”不是大组或小组") % {"words": words[:40]}, _("写成 H01M10/05 这样")
            )
        return words


@dataclass(frozen=True)
class SimilarGroup(_Key):
    """A similar group of goods or services: four digits, of which the first two are the class."""

    def read(self, raw: Cell) -> str:
        words = typed_text(raw)
        is_group = len(words) in (3, 4) and words.isascii() and words.isdigit()
        if not is_group or not 0 < int(words.zfill(4)[:2]) < 46:
            raise CellRefused(
                _("“%(words)s”不是类似群") % {"words": words[:40]}, _("写四位数字，前两位是类别，如 3001")
            )
        return words.zfill(4)


@dataclass(frozen=True)
class PartyIds:
    """The keys of several parties, between ``、``; people see their names. One query a cell."""

    number_format: str = "@"
    empty: str = ""

    def lists(self) -> type[models.Model]:
        """The model whose keys are listed."""
        from zhichan.rooms.registry.models.party import Party

        return Party

    def cell(self, value: str) -> str:
        from zhichan.rooms.registry.models.party import Party

        wanted = [int(pk) for pk in value.split("、")]
        names = dict(Party.objects.filter(pk__in=wanted).values_list("pk", "name"))
        return "、".join(names.get(pk, str(pk)) for pk in wanted)

    def read(self, raw: Cell) -> str:
        return typed_text(raw)

    def text(self, value: str) -> str:
        return value

    def from_text(self, text: str) -> str:
        return text
