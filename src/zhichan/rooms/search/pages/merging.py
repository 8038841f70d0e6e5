"""The list with one of each family or application (合并): its groups, their number, the ways there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhichan.core.search.asking import Answer, Asking, Question
from zhichan.core.search.grouping import group_count, group_page
from zhichan.rooms.search.asked import APPLICATION, FAMILY, Asked
from zhichan.rooms.search.pages.showing import HitShown

#: Above so many records the groups are counted when the merged list is asked for, not beside every list.
COUNTED_BESIDE = 50_000
WAYS: tuple[tuple[str, str | Promise], ...] = (
    ("", _("逐件列出")),
    (FAMILY, _("合并同族")),
    (APPLICATION, _("合并同一申请")),
)
CODES = {FAMILY: "FM", APPLICATION: "APN"}


@dataclass(frozen=True)
class Merging:
    """``groups``: how many there are, None where nobody counted; ``others``: by the id of a hit, how many
    more it stands for; ``ways``: the other ways of listing."""

    answer: Answer
    groups: int | None
    others: Mapping[int, int] = field(default_factory=dict)
    ways: Sequence[tuple[str | Promise, str]] = ()


def merged(answer: Answer, question: Question, asking: Asking, asked: Asked) -> Merging:
    """The answer, with the hits of the merged list in place of its own where that is asked for."""
    ways = [(label, replace(asked, merged=way).url()) for way, label in WAYS if way != asked.merged]
    if not asked.merged and answer.count > COUNTED_BESIDE:
        return Merging(answer, None, ways=ways)
    groups = group_count(asking, asked.merged or FAMILY)
    if not asked.merged:
        return Merging(answer, groups, ways=ways)
    page = group_page(asking, asked.merged, question.limit, question.after)
    listed = replace(answer, hits=page.hits, next_key=page.next_key, previous_key=None)
    return Merging(listed, groups, page.others, ways)


def with_others(hits: Sequence[HitShown], merging: Merging, asked: Asked) -> list[HitShown]:
    """The hits, each with how many it stands for and where those are."""
    if not asked.merged:
        return list(hits)
    code = CODES[asked.merged]
    return [
        replace(
            one,
            others=merging.others.get(one.hit.id, 0),
            group_url=Asked(f'{code}="{one.hit.facts[asked.merged]}"').url(),
        )
        for one in hits
    ]
