"""Among thousands of marks the answer is what scoring every one of them would give."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from tests.core.marks.test_bounds import varied
from tests.core.marks.test_likeness import _synthetic
from tests.rooms.search.mark_rows import write_marks
from zhichan.core.access.roles import Role
from zhichan.core.marks.elements import mark_of
from zhichan.core.marks.scoring import compare
from zhichan.core.marks.ways import Way, is_held
from zhichan.core.search.indexing import build, turn_to_index
from zhichan.rooms.registry.collections import TRADEMARK_COLLECTION
from zhichan.rooms.registry.face import Narrowing
from zhichan.rooms.search.models import MarkWord
from zhichan.rooms.search.queries.marks import MarkQuestion, marks_like, office_words

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def titles(office) -> list[str]:
    chance = random.Random(17)
    first = _synthetic(1_200, 8, characters=300)
    made = [*first, *varied(first, chance)]
    write_marks(made, office, AT, classes=45)
    with turn_to_index(wait=True):
        for _done in build(TRADEMARK_COLLECTION, "示例"):
            pass
    return made


def test_no_mark_is_missed_and_none_is_too_many(actor, office, titles) -> None:
    officer = actor(Role.PLAN_OFFICER, office)
    for kind, word, other in (("same", "云", "cloud"), ("generic", "大米", ""), ("generic", "牌", "")):
        MarkWord.objects.create(kind=kind, word=word, other=other, source="示例", added_at=AT)
    words, alike = office_words(), 0
    for asked in random.Random(4).sample(titles, 25):
        answer = marks_like(MarkQuestion(asked), officer)
        told = sorted(hit.mark.title for hit in answer.marks)
        expected = sorted(title for title in titles if compare(asked, title, words).score >= 60)
        assert told == expected, asked
        assert answer.found >= answer.compared >= len(told)
        alike += len(told)
    assert alike > 60


def test_higher_limits_and_classes_take_away_and_nothing_else(actor, office, titles) -> None:
    officer = actor(Role.PLAN_OFFICER, office)
    for asked in random.Random(6).sample(titles, 8):
        every = {hit.mark.pk: hit for hit in marks_like(MarkQuestion(asked), officer).marks}
        close = marks_like(MarkQuestion(asked, least=85), officer).marks
        assert {hit.mark.pk for hit in close} == {pk for pk, hit in every.items() if hit.likeness.score >= 85}
        asked_class = Narrowing(classes=("07", "08", "09"))
        narrowed = marks_like(MarkQuestion(asked, narrowing=asked_class), officer).marks
        assert {hit.mark.pk for hit in narrowed} == {
            pk for pk, hit in every.items() if hit.mark.nice_class in asked_class.classes
        }


def test_what_holds_a_name_is_found_at_any_limit(actor, office, titles) -> None:
    officer = actor(Role.PLAN_OFFICER, office)
    for asked in random.Random(7).sample([one for one in titles[:1_200] if len(mark_of(one).han) == 2], 8):
        told = {
            hit.mark.title
            for hit in marks_like(MarkQuestion(asked, frozenset({Way.HELD}), least=90), officer).marks
        }
        expected = {
            title
            for title in titles
            if len(mark_of(title).han) > 1 and is_held(mark_of(asked), mark_of(title))
        }
        assert expected <= told
