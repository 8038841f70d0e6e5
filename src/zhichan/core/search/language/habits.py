"""What searchers bring along from other systems (别处的写法): read as words here, and told with our way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from lark import Token, Tree

from zhichan.core.search.collection import Collection, SearchField
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.spelling import field_said

_HAN = r"[\u3400-\u9fff]"
_CUT = re.compile(rf"(.*{_HAN}|.*[A-Za-z]{{3}})[%$]|(.*[A-Za-z]{{3}})\+")
_ADDED = re.compile(rf"{_HAN}+(?:\+{_HAN}+)+")
_CODE_BEFORE = re.compile(rf"([A-Z]{{1,8}})/(.*{_HAN}.*)|([A-Z]{{3,8}})/(\w+)")
_CODE_BEHIND = re.compile(rf"(.*{_HAN}[^/]*)/([A-Z]{{2,8}})")
_COLON = re.compile(r"([A-Za-z_]{2,20}|[\u3400-\u9fff]{2,8}):(.+)")
_CLASS = re.compile(r"[A-Za-z]\d{2}[A-Za-z]\d{1,4}/\d{2,}")
_SET = re.compile(r"[Ss]?(\d{1,4})")


def note_on_habit(token: Token, line: str, collection: Collection, within: SearchField | None) -> Note | None:
    """A word with a sign that means something elsewhere. ``within``: the field it is asked of."""
    text, start, end = str(token), token.start_pos or 0, token.end_pos or 0

    def note(message: str, said: str) -> Note:
        return Note(message, start, end, f"{line[:start]}{said}{line[end:]}")

    if found := _CUT.fullmatch(text):
        told = _("“%(text)s”按词检索；“%(sign)s”在这里不代替字，任意多个字请写“*”。")
        return note(told % {"text": text, "sign": text[-1]}, f"{found[1] or found[2]}*")
    if _ADDED.fullmatch(text):
        told = _("“%(text)s”按一个词检索；有一边就行时请写 A OR B。")
        return note(told % {"text": text}, f"({text.replace('+', ' OR ')})")
    if within is not None:
        return None
    if said := _with_field(text, collection):
        return note(_("“%(text)s”按词检索，没有当作字段和它的值。") % {"text": text}, said)
    field = _classes(collection)
    if field and field.problem and _CLASS.fullmatch(text) and not field.problem(text):
        words = {"text": text, "name": field.label}
        return note(_("“%(text)s”按词检索，没有当作%(name)s。") % words, f"{field.code}={text}")
    return None


def _with_field(text: str, collection: Collection) -> str:
    """``A/锂电池``, ``锂电池/TI``, ``TIAB:锂电池`` as it is written here; empty for any other word."""
    if found := _CODE_BEFORE.fullmatch(text):
        code, value = found[1] or found[3], found[2] or found[4]
    elif found := _CODE_BEHIND.fullmatch(text):
        value, code = found.groups()
    elif found := _COLON.fullmatch(text):
        code, value = found.groups()
    else:
        return ""
    here = field_said(code, collection)
    return f"{here}={value}" if here else ""


def _classes(collection: Collection) -> SearchField | None:
    return next((one for one in collection.fields if one.spaced is not None), None)


def notes_on_sets(parts: Sequence[Tree[Token] | Token], line: str) -> Iterator[Note]:
    """``1 AND 2``: numbers alone are looked for as words, where sets were likely meant."""
    words = [part for part in parts if isinstance(part, Tree)]
    tokens = [word.children[0] for word in words if word.data == "word"]
    if len(tokens) < len(words) or not all(_SET.fullmatch(str(token)) for token in tokens):
        return
    first, last = tokens[0], tokens[-1]
    assert isinstance(first, Token)
    assert isinstance(last, Token)
    start, end, said = first.start_pos or 0, last.end_pos or 0, line
    for token in reversed(tokens):
        assert isinstance(token, Token)
        number = _SET.sub(r"#\1", str(token))
        said = f"{said[: token.start_pos]}{number}{said[token.end_pos :]}"
    told = _("“%(text)s”按词检索；要合并检索历史里的集合，请写 #1 这样的集合号。")
    yield Note(told % {"text": line[start:end]}, start, end, said)
