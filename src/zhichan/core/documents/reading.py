"""Reads the definition of a document from its TOML file; whatever is wrong is told with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from zhichan.core.documents.body import FaultyBody, Written, blocks_named, lines_of
from zhichan.core.documents.definition import (
    Definition,
    DocumentClass,
    Layout,
    NumberPattern,
    Seal,
    ServiceWay,
)
from zhichan.core.documents.fields import TYPED, Column, Field, FieldType, From, Origin, Whose
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Mark, Source

Entry = Mapping[str, Any]
Closed = TypeVar("Closed", bound=StrEnum)
_TEXT = ("id", "title", "class", "layout", "seal", "service", "retention", "body")
_NEEDED: dict[str, type] = {
    **dict.fromkeys(_TEXT, str),
    "version": int,
    "procedures": list,
    "signed_by": list,
}
_ALLOWED: dict[str, type] = {
    **_NEEDED,
    **dict.fromkeys(("masking", "volume", "remedies", "copies", "fields_mark", "note"), str),
    "basis": list,
    "fields": list,
    "page_signs": list,
    "national_form": int,
    "number": dict,
}
_AS_WRITTEN = (
    *("id", "version", "title", "retention", "masking", "volume", "remedies", "copies", "fields_mark"),
    *("national_form", "note"),
)
_OF_BLOCK: dict[str, type] = {"id": str, "body": str, "fields": list, "basis": list}
_OF_FIELD: dict[str, type] = {
    **dict.fromkeys(("key", "label", "type", "source", "whose", "sample"), str),
    "required": bool,
    "choices": list,
    "columns": list,
}
_OF_COLUMN: dict[str, type] = {**dict.fromkeys(("key", "label", "type", "whose"), str), "width": int}
_OF_NUMBER: dict[str, type] = dict.fromkeys(("word", "pattern", "mark"), str)
_OF_BASIS: dict[str, type] = dict.fromkeys(("title", "article", "mark"), str)
_TOML_LINE = re.compile(r"\(at line (\d+)")


class FaultyDefinition(Exception):
    """A definition that cannot be used: ``file:line: reason``, a line for each fault."""


@dataclass(frozen=True)
class Block:
    """Lines that several documents share, with their fields and what they rest on."""

    written: Written
    fields: tuple[Field, ...]
    basis: tuple[Source, ...]


@dataclass(frozen=True)
class Reader:
    """One file: its name and text, to find the line of whatever is wrong."""

    file: str
    text: str

    def place(self, *words: str) -> str:
        """``file:line`` of the first line that holds the first of the words that stands in the file."""
        for word in words:
            for number, line in enumerate(self.text.splitlines(), 1):
                if word in line:
                    return f"{self.file}:{number}"
        return f"{self.file}:1"

    def line_of_body(self, after: str = "") -> int:
        """The line on which the text of a body begins, the first such after a word."""
        is_after = not after
        for number, line in enumerate(self.text.splitlines(), 1):
            is_after = is_after or after in line
            if is_after and line.startswith("body ="):
                return number + 1
        return 1

    def fault(self, reason: str, *words: str) -> FaultyDefinition:
        return FaultyDefinition(f"{self.place(*words)}: {reason}")

    def parsed(self) -> Entry:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = _TOML_LINE.search(str(error))
            line = found[1] if found else "1"
            raise FaultyDefinition(f"{self.file}:{line}: 不是合格的 TOML：{error}") from error

    def known(self, entry: Entry, allowed: Mapping[str, type], *where: str) -> None:
        """Refuse a key that is not known and a value of another type."""
        for key, value in entry.items():
            if key not in allowed:
                raise self.fault(f"不认识 {key}；可写：{'、'.join(sorted(allowed))}", *where, key)
            if not isinstance(value, allowed[key]) or (isinstance(value, bool) and allowed[key] is not bool):
                raise self.fault(f"{key} 的值不对：{value!r}", *where, key)

    def needed(self, entry: Entry, keys: Iterable[str], *where: str) -> None:
        for key in keys:
            if not entry.get(key) and entry.get(key) != []:
                raise self.fault(f"没有写 {key}", *where)

    def closed(self, value: str, of: type[Closed], *where: str) -> Closed:
        try:
            return of(value)
        except ValueError:
            raise self.fault(f"没有“{value}”；可写：{'、'.join(of)}", *where) from None


def read_definition(file: str, text: str, blocks: Mapping[str, Block]) -> Definition:
    """One document from the text of its file. Raises FaultyDefinition.

    What is told here is what cannot be read; whether what was read makes sense is for
    ``core.documents.checking``.
    """
    reader = Reader(file, text)
    entry = reader.parsed()
    reader.known(entry, _ALLOWED)
    reader.needed(entry, _NEEDED, "id =")
    if entry["id"] != Path(file).stem:
        raise reader.fault(f"文件名要与 id 相同，id 是 {entry['id']}", "id =")
    written = Written(entry["body"], file, reader.line_of_body())
    shared = {name: block.written for name, block in blocks.items()}
    try:
        body = tuple(lines_of(written, shared))
    except FaultyBody as error:
        raise FaultyDefinition(str(error)) from error
    used = [blocks[name] for name in blocks_named(written, shared)]
    return Definition(
        document_class=reader.closed(entry["class"], DocumentClass, "class ="),
        layout=reader.closed(entry["layout"], Layout, "layout ="),
        procedures=tuple(entry["procedures"]),
        signed_by=tuple(reader.closed(part, Part, "signed_by =") for part in entry["signed_by"]),
        seal=reader.closed(entry["seal"], Seal, "seal ="),
        service=reader.closed(entry["service"], ServiceWay, "service ="),
        basis=_basis(reader, entry, used),
        fields=_all_fields(reader, entry, used),
        body=body,
        place=f"{file}:1",
        number=_number(reader, entry.get("number")),
        page_signs=tuple(entry.get("page_signs", ())),
        **{key: entry[key] for key in _AS_WRITTEN if key in entry},
    )


def read_blocks(file: str, text: str) -> dict[str, Block]:
    """The blocks of a file by name. Raises FaultyDefinition."""
    reader = Reader(file, text)
    found: dict[str, Block] = {}
    for entry in reader.parsed().get("block", ()):
        name = f'id = "{entry.get("id", "")}"'
        reader.known(entry, _OF_BLOCK, name)
        reader.needed(entry, ("id", "body"), name)
        if entry["id"] in found:
            raise reader.fault(f"段落块 {entry['id']} 写了两次", name)
        written = Written(entry["body"], file, reader.line_of_body(name))
        fields = tuple(_fields(reader, entry))
        found[entry["id"]] = Block(written, fields, _basis(reader, entry, ()))
    return found


def _all_fields(reader: Reader, entry: Entry, used: Iterable[Block]) -> tuple[Field, ...]:
    """A document's own fields come first; a field of a block that the document declares anew is its own."""
    fields = {field.key: field for field in _fields(reader, entry)}
    if len(fields) < len(entry.get("fields", ())):
        raise reader.fault("同一个填写项写了两次", "fields =")
    for block in used:
        for field in block.fields:
            fields.setdefault(field.key, field)
    return tuple(fields.values())


def _fields(reader: Reader, entry: Entry) -> Iterator[Field]:
    for item in entry.get("fields", ()):
        where = f'key = "{item.get("key", "")}"'
        reader.known(item, _OF_FIELD, where)
        reader.needed(item, ("key", "label"), where)
        yield Field(
            key=item["key"],
            label=item["label"],
            type=reader.closed(item.get("type", "text"), FieldType, where),
            is_required=item.get("required", True),
            origin=_origin(reader, item, where),
            choices=tuple(item.get("choices", ())),
            columns=tuple(_columns(reader, item, where)),
            whose=_whose(reader, item, where),
            sample=item.get("sample", ""),
        )


def _columns(reader: Reader, item: Entry, where: str) -> Iterator[Column]:
    for column in item.get("columns", ()):
        reader.known(column, _OF_COLUMN, where)
        reader.needed(column, ("key", "label"), where)
        yield Column(
            key=column["key"],
            label=column["label"],
            type=reader.closed(column.get("type", "text"), FieldType, where),
            whose=_whose(reader, column, where),
            width=column.get("width", 1),
        )


def _whose(reader: Reader, item: Entry, where: str) -> Whose | None:
    return reader.closed(item["whose"], Whose, where) if "whose" in item else None


def _origin(reader: Reader, item: Entry, where: str) -> Origin:
    if "source" not in item:
        return TYPED
    kind, *path = item["source"].split(".")
    return Origin(reader.closed(kind, From, where), tuple(path))


def _number(reader: Reader, item: Entry | None) -> NumberPattern | None:
    if item is None:
        return None
    reader.known(item, _OF_NUMBER, "number =")
    reader.needed(item, ("word", "pattern"), "number =")
    mark = reader.closed(item.get("mark", "memory"), Mark, "number =")
    return NumberPattern(item["word"], item["pattern"], mark)


def _basis(reader: Reader, entry: Entry, used: Iterable[Block]) -> tuple[Source, ...]:
    found: dict[Source, None] = {}
    for item in entry.get("basis", ()):
        where = item.get("title", "basis =")
        reader.known(item, _OF_BASIS, where)
        reader.needed(item, ("title", "mark"), where)
        found[Source(item["title"], item.get("article", ""), reader.closed(item["mark"], Mark, where))] = None
    found.update((source, None) for block in used for source in block.basis)
    return tuple(found)
