"""Values of fields with codes (代码字段的值): what a value, a beginning and a list of a line stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lark import Token

from zhichan.core.search.collection import SearchField, Sort
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.tokens import bare, error_at
from zhichan.core.search.language.wrong_values import WrongLists
from zhichan.core.search.tree import Node, OneOf, Or, Prefix
from zhichan.core.search.value_lists import ValueList

MOST_VALUES = 100_000
MOST_NAMED = 30
_BELOW = re.compile(r"/(?:LOW|下位)$", re.IGNORECASE)


@dataclass(frozen=True)
class Codes:
    """Reads the values of one line; ``wrong`` gathers those that are, ``notes`` how others were taken."""

    line: str
    wrong: WrongLists
    notes: list[Note]

    def node(self, token: Token, within: SearchField) -> Node:
        """One value, a beginning with ``*`` behind it, or a code with all under it."""
        text = bare(token, self.line).strip()
        if (below := _BELOW.search(text)) is not None:
            return self._below(token, text[: below.start()], within)
        if token.type != "QUOTED" and "?" in text:
            raise error_at(token, _("字段“%(name)s”不能用“?”。") % {"name": within.label})
        beginning = text.removesuffix("*")
        if "*" in beginning:
            raise error_at(token, _("字段“%(name)s”只能在末尾用“*”。") % {"name": within.label})
        if not beginning:
            raise error_at(token, _("截词符不能单独使用。"), _("请在“*”前面写上号码或代码。"))
        if within.values is not None:
            return self._any_of(self._codes([token], within), within)
        if within.by_beginning:
            self._refuse_problem(token, beginning, within)
            return Prefix(within.name, within.normal(beginning))
        if text != beginning:
            return self._beginning(token, beginning, within)
        return self.of_list([token], within)

    def _beginning(self, token: Token, text: str, within: SearchField) -> Prefix:
        complete = within.beginning or within.normal
        if not (begins := complete(text)):
            raise error_at(
                token,
                _("没有以“%(text)s”开头的%(name)s。") % {"text": text[:40], "name": within.label},
                _("请核对“*”前面的部分。"),
            )
        return Prefix(within.name, begins)

    def _any_of(self, codes: tuple[str, ...], within: SearchField) -> Node:
        if not within.by_beginning:
            return OneOf(within.name, codes)
        parts = tuple(Prefix(within.name, within.normal(code)) for code in codes)
        return parts[0] if len(parts) == 1 else Or(parts)

    def _codes(
        self, tokens: Sequence[Token], within: SearchField, *, is_whole: bool = False
    ) -> tuple[str, ...]:
        """The codes that values mean, each once; of a text the text, in the signs it was typed in.

        ``is_whole``: as they stand, without what they stand for.
        """
        found: dict[str, None] = {}
        for token in tokens:
            if within.values is not None:
                found |= dict.fromkeys(self._listed(token, within, within.values))
                continue
            if within.sort is Sort.TEXT and token.type != "QUOTED":
                found[self.line[token.start_pos : token.end_pos]] = None
                continue
            code = within.normal(bare(token, self.line))
            several = within.variants(code) if within.variants and not is_whole else (code,)
            found |= dict.fromkeys(several)
        return tuple(found)

    def _listed(self, token: Token, within: SearchField, values: ValueList) -> tuple[str, ...]:
        """The codes of a list that a word means; of several, or by another word, that is told."""
        text = bare(token, self.line)
        meant = values.meant(text.removesuffix("*") if within.by_beginning else text)
        if not meant.codes:
            words = values.words()
            more = "……" if len(words) > MOST_NAMED else ""
            raise error_at(
                token,
                _("字段“%(name)s”没有“%(text)s”这个值。") % {"name": within.label, "text": text[:40]},
                _("可用的值：%(words)s。") % {"words": "、".join(words[:MOST_NAMED]) + more},
            )
        if not meant.is_exact:
            words = values.words(meant.codes)
            told = _("“%(text)s”按%(name)s检索：%(words)s。") % {
                "text": text,
                "name": within.label,
                "words": "、".join(words),
            }
            self.notes.append(Note(told, token.start_pos or 0, token.end_pos or 0))
        return meant.codes

    def _refuse_problem(self, token: Token, text: str, within: SearchField) -> None:
        if within.problem is not None and (problem := within.problem(text)):
            raise error_at(token, problem)

    def _below(self, token: Token, text: str, within: SearchField) -> Node:
        """A code with all that stand under it, as they are known today."""
        if within.below is None:
            raise error_at(token, _("字段“%(name)s”没有下位。") % {"name": within.label})
        found = within.below(within.normal(text))
        if found is None:
            raise error_at(
                token,
                _("分类表里没有 %(code)s，不知道它有哪些下位组。") % {"code": text[:40]},
                _("请核对分类号；没有登记分类表时，去掉末尾的“/下位”，按前缀检索。"),
            )
        parts: list[Node] = [Prefix(within.name, one[:-1]) for one in found if one.endswith("*")]
        if whole := tuple(one for one in found if not one.endswith("*")):
            parts.append(OneOf(within.name, whole))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def of_list(self, tokens: Sequence[Token], within: SearchField) -> Node:
        _refuse_many(tokens)
        if within.by_beginning or any(bare(token, self.line).endswith("*") for token in tokens):
            return Or(tuple(self.node(token, within) for token in tokens))
        self._note_wrong(tokens, within)
        return OneOf(within.name, self._codes(tokens, within))

    def _note_wrong(self, tokens: Sequence[Token], within: SearchField) -> None:
        if within.problem is not None:
            spans = [(token.start_pos or 0, token.end_pos or 0, bare(token, self.line)) for token in tokens]
            self.wrong.look(spans, self.line, within)

    def wholes(self, name: Token, tokens: Sequence[Token], asked: SearchField) -> OneOf:
        """Values as they stand in the register, whole: of codes, and of texts whose values are counted."""
        if asked.sort in (Sort.DAY, Sort.NUMBER) or (asked.sort is Sort.TEXT and not asked.facet):
            raise error_at(name, _("字段“%(name)s”不能用“==”。") % {"name": asked.label})
        _refuse_many(tokens)
        if asked.by_beginning:
            for token in tokens:
                self._refuse_problem(token, bare(token, self.line), asked)
        else:
            self._note_wrong(tokens, asked)
        return OneOf(asked.name, self._codes(tokens, asked, is_whole=True))


def _refuse_many(tokens: Sequence[Token]) -> None:
    if len(tokens) > MOST_VALUES:
        raise error_at(tokens[MOST_VALUES], _("列表超过 %(most)s 个值。") % {"most": f"{MOST_VALUES:,}"})
