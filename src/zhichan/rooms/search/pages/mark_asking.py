"""What an address asks of the search for marks like one (商标近似条件), and what in it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhichan.core.marks.ways import Way
from zhichan.rooms.registry.face import PUBLIC_CLASSES, Narrowing
from zhichan.rooms.search.queries.marks import USUAL_LEAST, MarkQuestion

LEASTS = (60, 70, 80, 90)
LONGEST_NAME = 120
MOST_OPTIONS = 100
LONGEST_KEY = 12
_BETWEEN = re.compile(r"[\s,，、;；]+")
_CLASS = re.compile(r"0{0,2}([1-9]|[1-3]\d|4[0-5])")
_GROUP = re.compile(r"(0[1-9]|[1-3]\d|4[0-5])\d{0,2}", re.ASCII)


@dataclass
class MarkAsking:
    """``typed``: as it was written, to be shown again; ``problems``: for each field that cannot be read what
    is wrong with it. With a problem nothing is looked for. ``lists``: the dated lists that may be asked."""

    sent: QueryDict
    lists: Iterable[int] = ()
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def question(self) -> MarkQuestion:
        ways = {way.value: way for way in Way}
        standings = [code for code, _label in PUBLIC_CLASSES]
        narrowing = Narrowing(
            classes=tuple(f"{int(one):02d}" for one in self._listed("class", _CLASS, _("类别写 1 到 45"))),
            groups=self._listed("group", _GROUP, _("类似群写 2 到 4 位数字，前两位是类别 01 到 45")),
            public_classes=self._of("standing", standings, _("没有这种状态")),
            owner=self._text("owner"),
            list_id=self._list(_("没有这个名录")),
            left_out=self._key("mark", _("没有这件商标")),
            only=self._key("beside", _("没有这件商标")),
        )
        found = [ways[one] for one in self._of("way", list(ways), _("没有这种近似方式"))]
        least = self._of("least", list(map(str, LEASTS)), _("得分从列出的里选"))
        return MarkQuestion(
            self._text("q"), frozenset(found), narrowing, int(least[0]) if least else USUAL_LEAST
        )

    def _listed(self, name: str, pattern: re.Pattern[str], expected: str) -> tuple[str, ...]:
        """Several in one field, or the field several times."""
        self.typed[name] = " ".join(self.sent.getlist(name)).strip()
        said = [one for one in _BETWEEN.split(unicodedata.normalize("NFKC", self.typed[name])) if one]
        self._refuse(name, [one for one in said if not pattern.fullmatch(one)], expected)
        if len(said) > MOST_OPTIONS:
            self.problems[name] = _("最多 %(most)d 个。") % {"most": MOST_OPTIONS}
        return () if name in self.problems else tuple(dict.fromkeys(said))

    def _of(self, name: str, known: list[str], expected: str) -> tuple[str, ...]:
        said = [one for one in self.sent.getlist(name) if one]
        self._refuse(name, [one for one in said if one not in known], expected)
        return tuple(one for one in known if one in said)

    def _key(self, name: str, expected: str) -> int | None:
        said = self.sent.get(name, "")
        if not said or (said.isascii() and said.isdigit() and len(said) <= LONGEST_KEY):
            return int(said) if said else None
        self._refuse(name, [said], expected)
        return None

    def _list(self, expected: str) -> int | None:
        said = self._key("list", expected)
        if said is not None and said not in self.lists:
            self._refuse("list", [str(said)], expected)
        return said

    def _text(self, name: str) -> str:
        said = self.sent.get(name, "").strip()
        if len(said) > LONGEST_NAME:
            self.problems[name] = _("最多 %(most)d 个字。") % {"most": LONGEST_NAME}
        return said

    def _refuse(self, name: str, wrong: list[str], expected: str) -> None:
        if wrong:
            shown = "、".join(f"“{one[:20]}”" for one in wrong[:5])
            self.problems[name] = _("%(wrong)s：%(expected)s。") % {"wrong": shown, "expected": expected}
