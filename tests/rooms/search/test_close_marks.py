"""Close marks of a watch are those a walk through all pairs of a class finds, at a fraction of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.core.marks.test_bounds import varied
from tests.core.marks.test_likeness import _synthetic
from tests.rooms.search.mark_rows import write_marks
from zhichan.core.marks.elements import mark_of
from zhichan.core.marks.scoring import compare_marks
from zhichan.rooms.registry.face import Filing, ProtectedMark
from zhichan.rooms.registry.models import TrademarkItem
from zhichan.rooms.search.alerts.declaration import TRADEMARKS, Found, News, Watched
from zhichan.rooms.search.alerts.kinds import close_mark
from zhichan.rooms.search.models import AlertWatch, MarkWord
from zhichan.rooms.search.queries.marks import USUAL_LEAST, office_words

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OURS, THEIRS = 7, 9


def new_marks(office, titles: list[str]) -> News:
    """Marks new to the register, in three classes, some of a watched party; some without a title."""
    chance = random.Random(3)
    write_marks(titles, office, AT, classes=3)
    rows = TrademarkItem.objects.order_by("pk").values_list("pk", flat=True)
    filings = [
        Filing(
            TRADEMARKS,
            pk,
            date(2026 if chance.random() < 0.9 else 2019, 3, 1),
            AT,
            frozenset({OURS} if chance.random() < 0.1 else {55}),
        )
        for pk in rows
    ]
    return News((), filings)


def walked(watched: Watched, news: News, protected: list[ProtectedMark]) -> Iterator[Found]:
    """Every new mark beside every protected one of its class."""
    words = office_words()
    told = {row.pk: row for row in TrademarkItem.objects.all()}
    for filing in news.filings:
        row = told[filing.record_id]
        if not row.title or not watched.is_recent(filing.filed_on):
            continue
        for one in protected:
            owners = {watched.parties.get(holder) for holder in filing.holders}
            if one.nice_class != row.nice_class or one.party_id in owners:
                continue
            score = compare_marks(mark_of(one.title), mark_of(row.title), words).score
            if score >= USUAL_LEAST:
                key = f"close:{filing.record_id}:{one.pk}"
                facts = {"protected": one.pk, "score": score}
                yield Found(key, TRADEMARKS, filing.record_id, filing.filed_on, AT, 0, one.party_id, facts)


@pytest.mark.parametrize("seed", [5, 8])
def test_none_is_missed_and_none_too_many(office, monkeypatch, seed: int) -> None:
    for kind, word, other in (("same", "云", "cloud"), ("generic", "大米", ""), ("generic", "牌", "")):
        MarkWord.objects.create(kind=kind, word=word, other=other, source="示例", added_at=AT)
    chance = random.Random(seed)
    names = _synthetic(260, seed, characters=300)
    titles = [*names, *varied(names, chance), "", "★", "8", "A8", "云 cloud", "大米", "牌牌"]
    news = new_marks(office, titles)
    chosen = [*chance.sample(names, 40), "cloud", "大米", "A8", "图形"]
    protected = [
        ProtectedMark(900_000 + place, title, str(place), f"{place % 4 + 1:02d}", (OURS, THEIRS)[place % 2])
        for place, title in enumerate(chosen)
    ]
    monkeypatch.setattr(close_mark, "protected_marks", lambda _parties: protected)
    compared = []

    def counted(one, other, words):
        compared.append(one)
        return compare_marks(one, other, words)

    monkeypatch.setattr(close_mark, "compare_marks", counted)
    watch = AlertWatch(kind="close_mark", from_on=date(2020, 1, 1))
    watched = Watched(watch, {OURS: OURS, THEIRS: THEIRS})
    told = list(close_mark.find(watched, news))
    assert told == list(walked(watched, news, protected))
    assert len(told) > 40
    pairs = sum(len(news.filings) // 3 for one in protected if one.nice_class != "04")
    assert len(compared) < pairs / 4
    assert {one.party_id for one in told} == {OURS, THEIRS}


def test_nothing_protected_or_nothing_new_is_nothing_to_tell(office, monkeypatch) -> None:
    watch = AlertWatch(kind="close_mark", from_on=date(2020, 1, 1))
    watched = Watched(watch, {OURS: OURS})
    news = new_marks(office, ["云川", "云川牌"])
    monkeypatch.setattr(close_mark, "protected_marks", lambda _parties: [])
    assert list(close_mark.find(watched, news)) == []
    other_class = ProtectedMark(900_000, "云川", "1", "35", OURS)
    monkeypatch.setattr(close_mark, "protected_marks", lambda _parties: [other_class])
    assert list(close_mark.find(watched, news)) == []
    assert list(close_mark.find(watched, News())) == []
