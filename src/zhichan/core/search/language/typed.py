"""What was typed made readable (键入的检索式): one sign for one, so that places stay those of the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from zhichan.core.search.collection import Collection
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.operators import OPERATOR
from zhichan.core.search.language.signs import BLANK, LISTED, QUOTED, SIGN, WORD
from zhichan.core.search.language.spelling import field_named, half_width, no_field
from zhichan.core.search.language.values import fields_by_name, named_before

_BRACKETED = re.compile(
    rf"{QUOTED}|\((\s*(?:\d{{1,3}}[WD]|/(?:\d{{1,3}})?CLA|/SEN|同句|同分句)\s*)\)", re.IGNORECASE
)
_VALUE_BEGINS = re.compile(rf"{QUOTED}|==?\s*")
_COLON_AND_BRACKET = re.compile(rf'{QUOTED}|(?<![^\s(,])([^\W\d][^\s()\[\]"=<>≥≤,#:]{{1,30}}):(?=\s*[(\["])')
_SINGLE = re.compile(r"(?<![^\s(,=:])(?:‘([^‘’'\"]+)’|'([^‘’'\"]+)')(?![^\s),])")
_WORD_AT_BRACKET = re.compile(rf"{QUOTED}|{LISTED}+|({WORD})(\()?")
_BRACKET_AT_WORD = re.compile(rf"{QUOTED}|=\s*(\([^()\"]*\))({SIGN}+)")


def names_in_one_piece(typed: str, collection: Collection) -> str:
    """``CPC 分类号=`` with another sign for the blank in the name."""
    names = [half_width(one) for field in collection.fields for one in field.names if " " in one]
    for name in (one for one in names if one in typed):
        typed = re.sub(rf"{re.escape(name)}(?=\s*[=<>≥≤:])", name.replace(" ", BLANK), typed)
    return typed


def quotes_alike(typed: str) -> str:
    """``‘隔膜’`` and ``'隔膜'`` around a word as ``"隔膜"``; an apostrophe within a word stays."""
    if "'" not in typed and "‘" not in typed:
        return typed
    return _SINGLE.sub(lambda found: f'"{found[1] or found[2]}"', typed)


def readable(typed: str, collection: Collection) -> str:
    """In half-width signs: operators without brackets of their own, ``TI:`` as ``TI=``, a code with a blank
    in one piece. Raises QueryError for a bracket that may belong to a word or not."""
    typed = _outside_quotes(_BRACKETED, typed, lambda found: f" {found[1]} ")
    typed = _with_equals(typed, collection)
    typed = _as_fields(typed, collection)
    typed = _in_one_piece(typed, collection)
    _refuse_glued(typed)
    return typed


def _outside_quotes(pattern: re.Pattern[str], typed: str, said: Callable[[re.Match[str]], str]) -> str:
    return pattern.sub(lambda found: found[0] if found[0].startswith('"') else said(found), typed)


def _with_equals(typed: str, collection: Collection) -> str:
    if ":" not in typed:
        return typed
    named = [name for one in collection.fields for name in one.names]
    named += [part for name in collection.several for part in name.split("|")]
    pattern = re.compile(rf"{QUOTED}|(?<![^\s(,])(?:{_names(named)}):", re.IGNORECASE)
    return _outside_quotes(pattern, typed, lambda found: f"{found[0][:-1]}=")


def _as_fields(typed: str, collection: Collection) -> str:
    """``TACD:(…)``: a colon before a bracket or a quote stands behind a field. Raises QueryError for none."""

    def said(found: re.Match[str]) -> str:
        if field_named(found[1], collection) is None:
            raise no_field(found[1], collection, found.start(1), found.end(1))
        return f"{found[0][:-1]}="

    return _outside_quotes(_COLON_AND_BRACKET, typed, said) if ":" in typed else typed


def _in_one_piece(typed: str, collection: Collection) -> str:
    """A code with a blank, behind the name of its field or in the brackets of that, gets another sign."""
    blanks: set[int] = set()
    names = fields_by_name(collection)
    for begins in _VALUE_BEGINS.finditer(typed):
        start = begins.end()
        field = None if begins[0].startswith('"') else named_before(typed, begins.start(), names)
        if field is None or field.spaced is None or start == len(typed):
            continue
        one = re.compile(rf"{QUOTED}|{field.spaced.pattern}", re.IGNORECASE)
        value = one.match(typed, start)
        end = _closed_at(typed, start) if typed[start] == "(" else value.end() if value else start
        for code in one.finditer(typed, start, end):
            if not code[0].startswith('"'):
                blanks.update(at for at in range(*code.span()) if typed[at].isspace())
    return "".join(BLANK if at in blanks else sign for at, sign in enumerate(typed)) if blanks else typed


def _closed_at(typed: str, start: int) -> int:
    """Behind the bracket that closes the one that stands here."""
    depth = 0
    for found in re.compile(rf"{QUOTED}|[()]").finditer(typed, start):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(typed)


def _names(names: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(half_width(one)) for one in names), key=len, reverse=True))


def _refuse_glued(typed: str) -> None:
    for found in _WORD_AT_BRACKET.finditer(typed):
        word = found[1]
        if found[2] and not OPERATOR.fullmatch(word):
            raise QueryError(
                _("左括号紧跟在“%(word)s”后面，看不出是词的一部分还是运算的括号。") % {"word": word[-40:]},
                found.end() - 1,
                found.end(),
                _("是词的一部分时，请给整个词加引号；是运算的括号时，请在它前面空一格。"),
            )
    for found in _BRACKET_AT_WORD.finditer(typed):
        if found[2] and not OPERATOR.fullmatch(found[2]):
            raise QueryError(
                _("“%(word)s”紧跟在右括号后面，看不出括号是不是词的一部分。") % {"word": found[2][:40]},
                found.start(1),
                found.end(2),
                _("是一个词时，请给整个词加引号；不是时，请在右括号后面空一格。"),
            )
