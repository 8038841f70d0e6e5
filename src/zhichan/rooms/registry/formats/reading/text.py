"""Text of any of the encodings offices use, line by line in constant memory.

The encoding is told from the first 64 KB. Bytes that do not fit it later on do not end the file: they are
kept as marks, and the rows that hold them are refused one by one (编码混杂).
"""

from __future__ import annotations

import codecs
import io
import itertools
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from zhichan.core.imports.reading.grid import FileRefused
from zhichan.rooms.registry.formats.reading.opening import Guarded

_PIECE = 1 << 18
_LONGEST_LINE = 1 << 24
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = re.compile("[\x00\udc80-\udcff]")


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding of a file that begins so, and how many bytes its mark takes. Raises FileRefused."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    if b"\x00" in head:
        raise FileRefused(_("这不是表格或文本文件。请传 xlsx、csv 或 xml。"))
    lines = [line for line in head.splitlines() if not line.isascii()][:-1]
    for encoding, least in (("utf-8", 0.5), ("gb18030", 0.9)):
        fitting = sum(_fits(line, encoding) for line in lines)
        if fitting >= len(lines) * least if lines else _fits_but_for_its_end(head, encoding):
            return encoding, 0
    raise FileRefused(_("读不出文字编码。请另存为 UTF-8 的 CSV，或 xlsx。"))


def _fits(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _fits_but_for_its_end(head: bytes, encoding: str) -> bool:
    """A sample of one line may be cut in the middle of a character."""
    return any(_fits(head[: len(head) - cut], encoding) for cut in range(4))


class TextLines:
    """The lines of a stream with their line ends. ``is_marked`` once some bytes did not fit,
    ``is_quoted`` once an apostrophe was seen, ``ends_open`` at a last line that no line end closes."""

    def __init__(self, stream: Guarded, encoding: str, mark: int) -> None:
        self._stream, self._encoding = stream, encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._is_open = encoding == "utf-8" and not mark  # only ASCII so far: GB18030 is still possible
        self.is_marked = self.is_quoted = self.ends_open = False
        if mark:
            stream.read(mark)

    def __iter__(self) -> Iterator[str]:
        return itertools.chain.from_iterable(io.StringIO(text, newline="") for text in self._pieces())

    def _pieces(self) -> Iterator[str]:
        """Texts that end at a line end."""
        rest = ""
        while piece := self._stream.read(_PIECE):
            text = rest + self._decoded(piece, final=False)
            cut = _last_line_end(text)
            rest = text[cut:]
            if len(rest) > _LONGEST_LINE:
                raise FileRefused(_("有一行太长，不像表格。请检查文件是否选对。"))
            if cut:
                yield text[:cut]
        rest += self._decoded(b"", final=True)
        self.ends_open = not rest.endswith(("\n", "\r"))
        yield rest

    def _decoded(self, piece: bytes, *, final: bool) -> str:
        if self._is_open and not piece.isascii():
            self._settle(piece)
        state = self._decoder.getstate()
        try:
            text = self._decoder.decode(piece, final)
        except UnicodeDecodeError:
            text = self._leniently(piece, state, final=final)
        self.is_marked = self.is_marked or "\x00" in text
        self.is_quoted = self.is_quoted or "'" in text
        return text

    def _settle(self, piece: bytes) -> None:
        """The first bytes beyond ASCII decide between UTF-8 and GB18030."""
        self._is_open = False
        self._encoding, _mark = encoding_of(piece)
        self._decoder = codecs.getincrementaldecoder(self._encoding)("strict")

    def _leniently(self, piece: bytes, state: tuple[bytes, int], *, final: bool) -> str:
        lenient = codecs.getincrementaldecoder(self._encoding)("surrogateescape")
        lenient.setstate(state)
        text = lenient.decode(piece, final)
        self._decoder.setstate(lenient.getstate())
        self.is_marked = True
        return text


def _last_line_end(text: str) -> int:
    """The place after the last line end; a carriage return at the very end may be half of one."""
    return text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1


def has_marks(cells: Iterable[str]) -> bool:
    return any(_MARKS.search(cell) for cell in cells)
