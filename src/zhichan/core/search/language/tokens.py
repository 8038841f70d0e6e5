"""The parts a parser made of a line (检索式片段): their text, and refusals at their place."""

from __future__ import annotations

from lark import Token, Tree

from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.signs import BLANK

Parsed = Tree[Token] | Token


def token_of(parsed: Parsed) -> Token:
    while isinstance(parsed, Tree):
        parsed = parsed.children[0]
    return parsed


def bare(token: Token, line: str) -> str:
    """The text of a word, or what was typed between two quotes."""
    if token.type != "QUOTED":
        return str(token).replace(BLANK, " ")
    return line[(token.start_pos or 0) + 1 : (token.end_pos or 0) - 1]


def error_at(at: Parsed, message: str, hint: str = "") -> QueryError:
    if isinstance(at, Token):
        return QueryError(message, at.start_pos or 0, at.end_pos or 0, hint)
    return QueryError(message, at.meta.start_pos, at.meta.end_pos, hint)


def text_of(token: Token, line: str) -> str:
    return line[token.start_pos : token.end_pos].strip('"“”')
