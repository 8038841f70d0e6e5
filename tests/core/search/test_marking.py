"""What was searched for is marked where it stands in the original, in whatever script and width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.search.corpus import SIGNS
from zhichan.core.search.marking import Piece, marked, shortened
from zhichan.core.search.tree import And, Near, Not, Pattern, Term, Unit

TITLE = ("title",)


def _marks(text: str, *leaves) -> list[str]:
    return [piece.text for piece in marked(text, "title", And(leaves)) if piece.colour]


def test_marks_stand_on_the_original_signs() -> None:
    text = "採用Ｑ235B鋼，厚0.5 mm的電池"
    assert _marks(text, Term(TITLE, "q235b钢")) == ["Ｑ235B鋼"]
    assert _marks(text, Term(TITLE, "0.5mm")) == ["0.5 mm"]
    assert _marks(text, Term(TITLE, "电池"), Term(TITLE, "采用")) == ["採用", "電池"]
    assert _marks(text, Pattern(TITLE, "电?")) == ["電池"]
    assert _marks("一种焊接钢管", Term(TITLE, "焊接"), Term(TITLE, "焊接钢管")) == ["焊接钢管"]


def test_a_near_pair_is_marked_and_nothing_farther_off() -> None:
    near = Near(TITLE, (Term((), "电"),), (Term((), "池"),), Unit.CHARACTERS, 1)
    assert _marks("电器池。电很远很远的池", near) == ["电", "池"]


def test_what_was_excluded_or_asked_of_another_field_is_not_marked() -> None:
    tree = And((Not(Term(TITLE, "电")), Term(("abstract",), "池")))
    assert marked("电池", "title", tree) == [Piece("电池")]


def test_each_word_has_its_colour() -> None:
    pieces = marked("电池与隔膜", "title", And((Term(TITLE, "电池"), Term(TITLE, "隔膜"))))
    assert pieces == [Piece("电池", 1), Piece("与"), Piece("隔膜", 2)]


@given(st.text(SIGNS, max_size=30), st.text("电池a5", min_size=1, max_size=3))
def test_the_pieces_are_the_text(text: str, word: str) -> None:
    assert "".join(piece.text for piece in marked(text, "title", Term(TITLE, word))) == text


@given(st.lists(st.builds(Piece, st.text("电池，", min_size=1, max_size=20), st.integers(0, 2)), max_size=8))
def test_what_is_shortened_is_a_stretch_that_shows_the_first_mark(pieces: list[Piece]) -> None:
    whole = "".join(piece.text for piece in pieces)
    kept = shortened(pieces, 12)
    text = "".join(piece.text for piece in kept if piece.text != "…")
    assert text in whole
    assert len(text) == min(len(whole), 12)
    first = next((piece for piece in pieces if piece.colour), None)
    assert first is None or any(piece.colour == first.colour for piece in kept)
