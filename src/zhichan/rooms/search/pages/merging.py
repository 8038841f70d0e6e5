"""The list with one of each family (合并同族): its groups, their number, and the way there and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import Answer, Question, asking_of
from zhichan.core.search.grouping import group_count, group_page
from zhichan.rooms.search.asked import MERGED, Asked
from zhichan.rooms.search.pages.showing import HitShown

#: Above so many records the groups are counted when the merged list is asked for, not beside every list.
COUNTED_BESIDE = 50_000


@dataclass(frozen=True)
class Merging:
    """``groups``: how many there are, None where nobody counted; ``others``: by the id of a hit; ``url``: the
    other way of listing."""

    answer: Answer
    groups: int | None
    others: Mapping[int, int] = field(default_factory=dict)
    url: str = ""


def merged(answer: Answer, question: Question, asked: Asked, actor: Actor) -> Merging:
    """The answer, with the hits of the merged list in place of its own where that is asked for."""
    url = replace(asked, is_merged=not asked.is_merged).url()
    if not asked.is_merged and answer.count > COUNTED_BESIDE:
        return Merging(answer, None, url=url)
    asking = asking_of(question, actor)
    groups = group_count(asking, MERGED)
    if not asked.is_merged:
        return Merging(answer, groups, url=url)
    page = group_page(asking, MERGED, question.limit, question.after)
    listed = replace(answer, hits=page.hits, next_key=page.next_key, previous_key=None)
    return Merging(listed, groups, page.others, url)


def with_others(hits: Sequence[HitShown], merging: Merging) -> list[HitShown]:
    """The hits, each with how many it stands for and where those are."""
    return [
        replace(
            one,
            others=merging.others.get(one.hit.id, 0),
            family_url=Asked(f'FM="{one.hit.facts[MERGED]}"').url(),
        )
        for one in hits
    ]
