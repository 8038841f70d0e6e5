"""Message catalogues: .po files read and written, .mo files compiled. No package needed at set-up."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

CONTEXT_END = "\x04"
PLURAL_END = "\x00"


@dataclass(frozen=True, order=True)
class Key:
    """What a message is found by: its context, its text, and its plural text if it has one."""

    context: str
    text: str
    plural: str = ""


@dataclass
class Catalogue:
    """The messages of one language in order; a message without words is ``()``."""

    language: str
    plural_forms: str
    words: dict[Key, tuple[str, ...]] = field(default_factory=dict)

    @property
    def plural_count(self) -> int:
        return int(self.plural_forms.split("nplurals=")[1].split(";")[0])

    @property
    def header(self) -> str:
        fields = {
            "Project-Id-Version": "zhichan",
            "Language": self.language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": self.plural_forms,
        }
        return "".join(f"{name}: {value}\n" for name, value in fields.items())


def quoted(text: str) -> str:
    """A string of a .po file; one with line breaks goes over several lines."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.split("\n")
    if len(lines) == 1:
        return f'"{escaped}"'
    parts = [f'"{line}\\n"' for line in lines[:-1]] + ([f'"{lines[-1]}"'] if lines[-1] else [])
    return "\n".join(['""', *parts])


def po_text(catalogue: Catalogue, places: dict[Key, list[str]]) -> str:
    """The catalogue as a .po file, each message with the files that use it."""
    blocks = [f'msgid ""\nmsgstr {quoted(catalogue.header)}']
    for key, words in catalogue.words.items():
        lines = [f"#: {place}" for place in places.get(key, [])]
        if key.context:
            lines.append(f"msgctxt {quoted(key.context)}")
        lines.append(f"msgid {quoted(key.text)}")
        if key.plural:
            lines.append(f"msgid_plural {quoted(key.plural)}")
            forms = words or ("",) * catalogue.plural_count
            lines += [f"msgstr[{number}] {quoted(form)}" for number, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {quoted(words[0] if words else '')}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def read_po(path: Path) -> dict[Key, tuple[str, ...]]:
    """The messages of a .po file. Raises ValueError for a line it does not know."""
    words: dict[Key, tuple[str, ...]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields = _fields(block, path)
        if not fields.get("msgid"):
            continue
        forms = [value for name, value in fields.items() if name.startswith("msgstr")]
        key = Key(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", ""))
        words[key] = tuple(forms) if any(forms) else ()
    return words


def _fields(block: str, path: Path) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith('"'):
            name, line = line.split(" ", 1)
            fields[name] = ""
        if not name:
            raise ValueError(f"{path}: {line[:60]!r}")
        fields[name] += ast.literal_eval(line)
    return fields


def mo_bytes(catalogue: Catalogue) -> bytes:
    """The catalogue as a .mo file (GNU gettext, little-endian, no hash table)."""
    pairs = [("", catalogue.header)]
    for key, words in catalogue.words.items():
        if not words or not all(words):
            continue
        text = f"{key.context}{CONTEXT_END}{key.text}" if key.context else key.text
        pairs.append((f"{text}{PLURAL_END}{key.plural}" if key.plural else text, PLURAL_END.join(words)))
    pairs.sort(key=lambda pair: pair[0].encode())
    return _mo([(source.encode(), target.encode()) for source, target in pairs])


def _mo(pairs: Iterable[tuple[bytes, bytes]]) -> bytes:
    pairs = list(pairs)
    start = 28 + 16 * len(pairs)
    tables: tuple[list[int], list[int]] = ([], [])
    content = b""
    for side, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[side]), start + len(content)]
            content += pair[side] + b"\x00"
    count = len(pairs)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    return head + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + content
