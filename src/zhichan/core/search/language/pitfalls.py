"""Lines that say another thing than they look like (检索式易错处): a value that its field does not reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from django.utils.translation import gettext as _
from lark import Token, Tree

from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.days import days_meant
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.operators import operator_hint, operator_said
from zhichan.core.search.language.ranges import in_order, is_range
from zhichan.core.search.language.spelling import field_named
from zhichan.core.search.language.tokens import text_of, token_of
from zhichan.core.search.language.values import Value

#: What an operator of nearness may stand between.
_SIDES = {"word", "phrase", "any"}
_SHORTEST_VALUE = 2
_SHORTEST_NUMBER = 7
_CLOSED = re.compile(r"[\s,，、;；]*[)）]")
_JOINED = re.compile(r"[^\s,，、;；]")
_WHOLE = re.compile(r"\s*[=＝]{2}")


def notes_on_any(parsed: Tree[Token], line: str, collection: Collection) -> Iterator[Note]:
    """``AD=2012 OR 2013``: the second year is looked for in the texts."""
    parts = [part for part in parsed.children if isinstance(part, Tree)]
    for place, (before, after) in enumerate(pairwise(parts), start=1):
        named, word = _last(before), _first(after)
        if named.data != "field_of_one" or word.data not in ("word", "phrase"):
            continue
        name, token = named.children[0], token_of(word)
        assert isinstance(name, Token)
        field = field_named(str(name), collection)
        if not isinstance(field, SearchField) or not _fits(text_of(token, line), field):
            continue
        yield _left_out(named, field, parts[place:], line)


def notes_on_all(parts: list[Tree[Token] | Token], line: str, collection: Collection) -> Iterator[Note]:
    """``ST=有效 审中``, ``AD=2024 TO 2025``: what follows on the first value is looked for in the texts."""
    for place, named in enumerate(parts):
        if not isinstance(named, Tree) or named.data != "field_of_one":
            continue
        name, field = named.children[0], field_named(str(named.children[0]), collection)
        words = list(takewhile(_is_word, (parts[at] for at in range(place + 1, len(parts)))))
        if not isinstance(name, Token) or not isinstance(field, SearchField) or not words:
            continue
        ends = [token_of(one) for one in (named.children[1], *words[:2])]
        if is_range(ends, line, field):
            yield _range_meant(name, field, ends, line)
        elif _fits(text_of(ends[1], line), field):
            yield _left_out(named, field, [one for one in words if isinstance(one, Tree)], line)


def _is_word(part: Tree[Token] | Token) -> bool:
    return isinstance(part, Tree) and part.data in ("word", "phrase")


def _range_meant(name: Token, field: SearchField, tokens: list[Token], line: str) -> Note:
    low, sign, high = tokens
    start, end = sign.start_pos or 0, high.end_pos or 0
    message = _("“%(text)s”按词检索，不是“%(name)s”的范围；范围写在方括号里。") % {
        "text": line[start:end],
        "name": field.label,
    }
    first, last = in_order(text_of(low, line), text_of(high, line), field)
    said = f"{field.code}=[{first} TO {last}]"
    return Note(message, start, end, f"{line[: name.start_pos]}{said}{line[end:]}")


def note_elsewhere(
    name: Token, values: Sequence[Value], field: SearchField, line: str, collection: Collection
) -> Note | None:
    """``AN=CN103456789A``: numbers that stand in another field, where this one finds hardly any of them."""
    assert field.elsewhere is not None
    named = [(value, field.elsewhere(value.text)) for value in values]
    wrong = [value for value, other in named if other]
    if not wrong:
        return None
    other = collection.by_name[next(other for _value, other in named if other)]
    words = {"text": wrong[0].text, "count": len(wrong), "other": other.label, "name": field.label}
    told = _("“%(text)s”是%(other)s，不是%(name)s。") % words
    if len(wrong) > 1:
        told = _("“%(text)s”等 %(count)d 个是%(other)s，不是%(name)s。") % words
    start, end = name.start_pos or 0, name.end_pos or 0
    if len(wrong) == len(values):
        return Note(told, wrong[0].start, wrong[0].end, f"{line[:start]}{other.code}{line[end:]}")
    closed = _CLOSED.match(line, values[-1].end)
    if closed is None or any(_JOINED.search(line, one.end, next_.start) for one, next_ in pairwise(values)):
        return Note(told, wrong[0].start, wrong[0].end)
    right = [value for value, one in named if not one]
    sign = "==" if _WHOLE.match(line, end) else "="
    lists = [
        f"{code}{sign}({', '.join(line[one.start : one.end] for one in some)})"
        for code, some in ((field.code, right), (other.code, wrong))
    ]
    instead = f"{line[:start]}({' OR '.join(lists)}){line[closed.end() :]}"
    return Note(told, wrong[0].start, wrong[0].end, instead)


def _left_out(named: Tree[Token], field: SearchField, rest: list[Tree[Token]], line: str) -> Note:
    """``rest``: what stands behind the field; the values it was likely meant to have are the first of it."""
    tokens = [token_of(named.children[1])]
    for part in rest:
        word = _first(part)
        if word.data not in ("word", "phrase") or not _fits(text_of(token_of(word), line), field):
            break
        tokens.append(token_of(word))
        if word is not part:
            break
    name, first = token_of(named.children[0]), tokens[1]
    said = " OR ".join(line[token.start_pos : token.end_pos] for token in tokens)
    instead = f"{line[: name.start_pos]}{field.code}=({said}){line[tokens[-1].end_pos :]}"
    message = _("“%(text)s”前面没有字段，按词检索，不是“%(name)s”的值。") % {
        "text": text_of(first, line),
        "name": field.label,
    }
    return Note(message, first.start_pos or 0, first.end_pos or 0, instead)


def notes_on_words(parts: list[Tree[Token] | Token], line: str) -> Iterator[Note]:
    """``电池 和 电极``: the word between two others is looked for as the others are."""
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        if isinstance(before, Token) or isinstance(after, Token) or not isinstance(part, Tree):
            continue
        meant = operator_said(str(token_of(part))) if part.data == "word" else ""
        if meant in ("AND", "OR", "NOT") or (meant and {before.data, after.data} <= _SIDES):
            token = token_of(part)
            start, end = token.start_pos or 0, token.end_pos or 0
            message = _("“%(text)s”按词检索。%(hint)s") % {"text": token, "hint": operator_hint(meant)}
            yield Note(message, start, end, f"{line[:start]}{meant}{line[end:]}")


def note_on_number(token: Token, line: str, collection: Collection) -> Note | None:
    """A number without its field is looked for in the texts, where hardly any stands."""
    text = str(token)
    if sum(sign.isdigit() for sign in text) < _SHORTEST_NUMBER:
        return None
    numbers = [collection.by_name[name] for name in collection.numbers]
    able = [one for one in numbers if one.problem is not None and not one.problem(text)]
    if not able:
        return _slip_of_number(token, numbers, line)
    start, end = token.start_pos or 0, token.end_pos or 0
    said = " OR ".join(f"{one.code}={text}" for one in able)
    said = f"({said})" if len(able) > 1 else said
    names = _("、").join(str(one.label) for one in able)
    message = _("“%(text)s”按词检索，没有当作%(name)s。") % {"text": text, "name": names}
    return Note(message, start, end, f"{line[:start]}{said}{line[end:]}")


def _slip_of_number(token: Token, numbers: Sequence[SearchField], line: str) -> Note | None:
    """A number that would be one with another check character."""
    text, start, end = str(token), token.start_pos or 0, token.end_pos or 0
    for one in numbers:
        fix = one.fix(text) if one.fix is not None else ""
        if fix and one.problem is not None and not one.problem(fix):
            words = {"text": text, "name": one.label, "problem": one.problem(text)}
            told = _("“%(text)s”按词检索，没有当作%(name)s：%(problem)s。") % words
            return Note(told, start, end, f"{line[:start]}{one.code}={fix}{line[end:]}")
    return None


def _fits(text: str, field: SearchField) -> bool:
    """Whether a word reads as a value of the field."""
    if field.sort is Sort.DAY:
        return days_meant(text) is not None
    if field.sort is not Sort.CODE or len(text) < _SHORTEST_VALUE:
        return False
    if field.values is not None:
        return bool(field.values.meant(text).codes)
    return field.problem is not None and not field.problem(text)


def _first(parsed: Tree[Token]) -> Tree[Token]:
    first = parsed.children[0] if parsed.data == "all" else parsed
    return first if isinstance(first, Tree) else parsed


def _last(parsed: Tree[Token]) -> Tree[Token]:
    last = parsed.children[-1] if parsed.data == "all" else parsed
    return last if isinstance(last, Tree) else parsed
