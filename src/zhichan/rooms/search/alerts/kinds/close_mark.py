"""A new mark is close to a protected one (近似商标)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from zhichan.core.marks.elements import mark_of
from zhichan.core.marks.scoring import compare_marks
from zhichan.rooms.registry.face import ProtectedMark, mark_titles, protected_marks
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


def find(watched: Watched, news: News) -> Iterator[Found]:
    """Each new mark of somebody else beside each protected one of its class. O(pairs within a class)."""
    words = office_words()
    protected: dict[str, list[ProtectedMark]] = defaultdict(list)
    for one in _protected(watched):
        protected[one.nice_class].append(one)
    if not protected:
        return
    new = [one for one in news.filings if one.register == TRADEMARKS and watched.is_recent(one.filed_on)]
    titles = mark_titles([one.record_id for one in new])
    for filing in new:
        title, nice_class = titles.get(filing.record_id, ("", ""))
        owners = {watched.parties.get(holder) for holder in filing.holders}
        for one in protected.get(nice_class, ()) if title else ():
            if one.party_id in owners:
                continue
            likeness = compare_marks(mark_of(one.title), mark_of(title), words)
            if likeness.score >= USUAL_LEAST:
                key = f"close:{filing.record_id}:{one.pk}"
                yield told_filing(filing, one.party_id, key, protected=one.pk, score=likeness.score)


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
