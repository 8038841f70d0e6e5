"""A new mark is close to a protected one (近似商标)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhichan.core.marks.apart import is_apart
from zhichan.core.marks.elements import Mark, mark_of
from zhichan.core.marks.meaning import Words
from zhichan.core.marks.scoring import compare_marks
from zhichan.rooms.registry.face import Filing, ProtectedMark, mark_titles, protected_marks
from zhichan.rooms.search.alerts.declaration import (
    TRADEMARKS,
    AlertKind,
    Found,
    News,
    Subject,
    Watched,
    told_filing,
)
from zhichan.rooms.search.queries.marks import USUAL_LEAST, office_words


@dataclass(frozen=True)
class New:
    """A new mark, with its place among the news. ``owners``: which of the watched it belongs to."""

    filing: Filing
    place: int
    mark: Mark
    owners: frozenset[int | None]


def find(watched: Watched, news: News) -> Iterator[Found]:
    """Each new mark of somebody else beside each protected one of its class, in the order of both.

    Which can be alike their figures tell, those of a whole class at once, as in the search for similar marks;
    these alone are compared. No index is asked: it may not have the newest marks yet.
    """
    protected: dict[str, list[ProtectedMark]] = defaultdict(list)
    for one in _protected(watched):
        protected[one.nice_class].append(one)
    if not protected:
        return
    words, found = office_words(), list[tuple[int, int, Found]]()
    for nice_class, new in _new_by_class(watched, news, frozenset(protected)).items():
        for one, other in _pairs(protected[nice_class], new, words):
            if one.party_id in other.owners:
                continue
            score = compare_marks(mark_of(one.title), other.mark, words).score
            if score >= USUAL_LEAST:
                key = f"close:{other.filing.record_id}:{one.pk}"
                told = told_filing(other.filing, one.party_id, key, protected=one.pk, score=score)
                found.append((other.place, one.pk, told))
    yield from (told for _place, _pk, told in sorted(found, key=lambda each: each[:2]))


def _new_by_class(watched: Watched, news: News, classes: frozenset[str]) -> Mapping[str, Sequence[New]]:
    """The new marks of these classes."""
    recent = [one for one in news.filings if one.register == TRADEMARKS and watched.is_recent(one.filed_on)]
    titles, found = mark_titles([one.record_id for one in recent]), defaultdict(list)
    for place, filing in enumerate(recent):
        title, nice_class = titles.get(filing.record_id, ("", ""))
        if title and nice_class in classes:
            owners = frozenset(watched.parties.get(holder) for holder in filing.holders)
            found[nice_class].append(New(filing, place, mark_of(title), owners))
    return found


def _pairs(
    protected: Sequence[ProtectedMark], new: Sequence[New], words: Words
) -> Iterator[tuple[ProtectedMark, New]]:
    """Those of one class that can be alike at all."""
    import numpy as np  # a tenth of a second: only when marks are compared

    from zhichan.core.marks.bounds import packed_marks, plausible

    figures = packed_marks([one.mark for one in new])
    for one in protected:
        own = mark_of(one.title)
        places: list[int] = np.flatnonzero(plausible(one.title, words, USUAL_LEAST, figures)).tolist()
        for at in places:
            if not is_apart(own, new[at].mark, words):
                yield one, new[at]


def _protected(watched: Watched) -> Sequence[ProtectedMark]:
    """Of a member that a list names marks of, those alone; of any other all in force."""
    return [
        one
        for one in protected_marks(watched.parties)
        if not (named := watched.items.get(one.party_id)) or {one.title, one.number} & named
    ]


ALERT = AlertKind(
    name="close_mark",
    label=_("近似商标"),
    rank=70,
    subjects=(Subject.PARTY, Subject.LIST),
    rule=_("新收录的商标与受保护的有效商标同类，近似分不低于 60。名录写明商标名称或注册号的，只保护写明的。"),
    why=_("近似商标可能造成混淆；初步审定公告后只在异议期内可以提出异议，截止日见商标页面。"),
    can_do=_(
        "打开商标检索看分数的构成；在异议期内通知权利人，需要时提出异议或转维权援助。分数只供参考，不是认定。"
    ),
    filings=(TRADEMARKS,),
    reads_all=True,
    find=find,
)
