"""What changed between two wordings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.plan.wording import Piece, changes_between


def test_a_figure_changes_as_a_whole():
    assert changes_between("新增贯标企业16家。", "新增贯标企业126家。") == (
        Piece("same", "新增贯标企业"),
        Piece("deleted", "16"),
        Piece("inserted", "126"),
        Piece("same", "家。"),
    )


def test_equal_words_are_one_piece_and_no_words_none():
    assert changes_between("不变", "不变") == (Piece("same", "不变"),)
    assert changes_between("", "") == ()


def test_very_long_wordings_stand_one_after_the_other():
    old, new = "甲" * 5000, "乙" * 5000
    assert changes_between(old, new) == (Piece("deleted", old), Piece("inserted", new))


wordings = st.text(alphabet="专利商标12.% ,。ab", max_size=40)


@given(wordings, wordings)
def test_the_pieces_make_both_wordings(old, new):
    pieces = changes_between(old, new)
    assert "".join(piece.text for piece in pieces if piece.change != "inserted") == old
    assert "".join(piece.text for piece in pieces if piece.change != "deleted") == new
    assert all(piece.text for piece in pieces)
