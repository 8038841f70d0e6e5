"""Values of fields with codes (代码字段的值): what a value, a beginning and a list of a line stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lark import Token

from zhichan.core.search.collection import SearchField, Sort
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.tokens import error_at
from zhichan.core.search.language.values import Value
from zhichan.core.search.language.wrong_values import WrongLists
from zhichan.core.search.tree import Node, OneOf, Or, Prefix
from zhichan.core.search.value_lists import ValueList

MOST_NAMED = 30
_CUT = re.compile(r"[*＊]")
_BELOW = re.compile(r"/(?:LOW|下位)$", re.IGNORECASE)


@dataclass(frozen=True)
class Codes:
    """Reads the values of one line; ``wrong`` gathers those that are, ``notes`` how others were taken."""

    line: str
    wrong: WrongLists
    notes: list[Note]

    def node(self, value: Value, within: SearchField) -> Node:
        """One value, a beginning with ``*`` behind it, or a code with all under it."""
        text = value.text.strip()
        if (below := _BELOW.search(text)) is not None:
            return self._below(value, text[: below.start()], within)
        if not value.is_quoted and "?" in text:
            raise value.error(_("字段“%(name)s”不能用“?”。") % {"name": within.label})
        beginning = text.removesuffix("*")
        if "*" in beginning:
            raise value.error(_("字段“%(name)s”只能在末尾用“*”。") % {"name": within.label})
        if not beginning:
            raise value.error(_("截词符不能单独使用。"), _("请在“*”前面写上号码或代码。"))
        if within.values is not None:
            return self._any_of(self._codes([value], within), within)
        if within.by_beginning:
            self._refuse_problem(value, beginning, within)
            return Prefix(within.name, within.normal(beginning))
        if text != beginning:
            return self._beginning(value, beginning, within)
        return self.of_list([value], within)

    def _beginning(self, value: Value, text: str, within: SearchField) -> Prefix:
        complete = within.beginning or within.normal
        if not (begins := complete(text)):
            raise value.error(
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
        self, values: Sequence[Value], within: SearchField, *, is_whole: bool = False
    ) -> tuple[str, ...]:
        """The codes that values mean, each once; of a text the text, in the signs it was typed in.

        ``is_whole``: as they stand, without what they stand for.
        """
        found: dict[str, None] = {}
        for value in values:
            if within.values is not None:
                found |= dict.fromkeys(self._listed(value, within, within.values))
                continue
            if within.sort is Sort.TEXT and not value.is_quoted:
                found[self.line[value.start : value.end]] = None
                continue
            code = within.normal(value.text)
            several = within.variants(code) if within.variants and not is_whole else (code,)
            found |= dict.fromkeys(several)
        return tuple(found)

    def _listed(self, value: Value, within: SearchField, values: ValueList) -> tuple[str, ...]:
        """The codes of a list that a word means; of several, or by another word, that is told."""
        text = value.text
        meant = values.meant(text.removesuffix("*") if within.by_beginning else text)
        if not meant.codes:
            words = values.words()
            more = "……" if len(words) > MOST_NAMED else ""
            raise value.error(
                _("字段“%(name)s”没有“%(text)s”这个值。") % {"name": within.label, "text": text[:40]},
                _("可用的值：%(words)s。") % {"words": _("、").join(words[:MOST_NAMED]) + more},
            )
        if not meant.is_exact:
            words = values.words(meant.codes)
            told = _("“%(text)s”按%(name)s检索：%(words)s。") % {
                "text": text,
                "name": within.label,
                "words": _("、").join(words),
            }
            self.notes.append(Note(told, value.start, value.end))
        return meant.codes

    def _refuse_problem(self, value: Value, text: str, within: SearchField) -> None:
        if within.problem is not None and (problem := within.problem(text)):
            raise value.error(problem)

    def _below(self, value: Value, text: str, within: SearchField) -> Node:
        """A code with all that stand under it, as they are known today."""
        if within.below is None:
            raise value.error(_("字段“%(name)s”没有下位。") % {"name": within.label})
        found = within.below(within.normal(text))
        if found is None:
            raise value.error(
                _("分类表里没有 %(code)s，不知道它有哪些下位组。") % {"code": text[:40]},
                _("请核对分类号；没有登记分类表时，去掉末尾的“/下位”，按前缀检索。"),
            )
        parts: list[Node] = [Prefix(within.name, one[:-1]) for one in found if one.endswith("*")]
        if whole := tuple(one for one in found if not one.endswith("*")):
            parts.append(OneOf(within.name, whole))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def of_list(self, values: Sequence[Value], within: SearchField) -> Node:
        may_be_cut = _CUT.search(self.line, values[0].start, values[-1].end)
        if within.by_beginning or (may_be_cut and any(value.text.endswith("*") for value in values)):
            return Or(tuple(self.node(value, within) for value in values))
        if self.wrong.look(values, self.line, within):
            return OneOf(within.name, ())
        return OneOf(within.name, self._codes(values, within))

    def wholes(self, name: Token, values: Sequence[Value], asked: SearchField) -> OneOf:
        """Values as they stand in the register, whole: of codes, and of texts whose values are counted."""
        if asked.sort in (Sort.DAY, Sort.NUMBER) or (asked.sort is Sort.TEXT and not asked.facet):
            raise error_at(name, _("字段“%(name)s”不能用“==”。") % {"name": asked.label})
        if asked.by_beginning:
            for value in values:
                self._refuse_problem(value, value.text, asked)
        elif self.wrong.look(values, self.line, asked):
            return OneOf(asked.name, ())
        return OneOf(asked.name, self._codes(values, asked, is_whole=True))
