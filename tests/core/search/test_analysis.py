"""The chain: folds of parts are parts of the fold, atoms know their places, canonical text is read alike."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.search.brute_force import read
from tests.core.search.corpus import SIGNS
from zhichan.core.search.analysis.atoms import (
    FIRST_HAN,
    LAST_HAN,
    LONGEST_ATOM,
    WORD,
    atoms_of,
    folded,
    runs_with_places,
)
from zhichan.core.search.analysis.characters import ALONE, BREAKS, SENTENCE
from zhichan.core.search.analysis.lines import lines_of
from zhichan.core.search.analysis.tokens import (
    BREAK_TOKENS,
    EDGE,
    atoms_in,
    canonical,
    canonical_of,
    pairs,
    touches,
    units,
    words,
)

_texts = st.text(SIGNS, max_size=30) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("采用Q235B鋼，厚0.5 mm", ["采", "用", "q", "235", "b", "钢", "\t", "厚", "0.5", "mm"]),
        ("IPv6/５Ｇ通信；比1∶3", ["ipv", "6", "/", "5", "g", "通", "信", "\t", "比", "1", ":", "3"]),
        (
            "温度≥30℃。①Al₂O₃（5％）",
            ["温", "度", "≥", "30", "°", "c", "\n", "1", "\t", "al", "2", "o", "3", "\t", "5", "%"],
        ),
        ("10²", ["102"]),
        ("5 G", ["5", "g"]),
        ("a\u0301é\u00adb", ["aeb"]),
        ("。，；", []),
    ],
)
def test_texts_are_cut_into_these_atoms(text: str, atoms: list[str]) -> None:
    assert atoms_of(text) == atoms


def test_what_is_not_one_character_takes_two_places_among_the_units() -> None:
    atoms = atoms_of("采用Q235B鋼，厚0.5 mm")
    assert pairs(atoms) == ["采用", "用", "q", "235", "b", "钢", ",", "厚", "0.5", "mm"]
    assert units(atoms) == [*"采用q", "235", "!", *"b钢,!厚", "0.5", "!", "mm", "!"]
    assert canonical(atoms) == "采用q235b钢\t厚0.5mm"
    assert canonical(["a", "b", "5", "5"]) == "a\x01b5\x015"


@given(st.lists(st.lists(_texts, max_size=3), max_size=4))
def test_lines_hold_the_tokens_of_the_atoms_of_each_value(fields: list[list[str]]) -> None:
    """One field after the other, as they are defined; made together they are the same."""
    texts = [canonical_of(values) for values in fields]
    for values, lines in zip(fields, lines_of(texts), strict=True):
        each = [atoms for value in values if (atoms := atoms_of(value))]
        assert lines.pairs.split() == [one for atoms in each for one in ("^^", *pairs(atoms), "$$")]
        assert lines.units.split() == [one for atoms in each for one in ("^^", *units(atoms), "$$")]
        assert sorted(lines.words.split()) == sorted(set().union(*map(words, each)))


def test_lines_of_long_and_of_strange_texts() -> None:
    """What is cut into several atoms, and what UTF-16 has in two pieces."""
    for value in ("a" * 600 + "1" * 700, "锂" * 1000, "𠀀电𠀁b 池", "5 5.5 a b"):
        (lines,) = lines_of([canonical_of([value])])
        assert lines.pairs.split()[1:-1] == pairs(atoms_of(value))
        assert lines.units.split()[1:-1] == units(atoms_of(value))


@given(_texts)
def test_pairs_join_what_stands_alone_beside_each_other(text: str) -> None:
    atoms = atoms_of(text)
    shown = [BREAK_TOKENS.get(atom, atom) for atom in atoms]
    alone = [len(atom) == 1 and ALONE[atom] for atom in atoms]
    joined = [
        atom + atoms[at + 1] if alone[at] and at + 1 < len(atoms) and alone[at + 1] else shown[at]
        for at, atom in enumerate(atoms)
    ]
    filled = [token for atom, token in zip(atoms, shown, strict=True) for token in (token, *_filler(atom))]
    assert (pairs(atoms), units(atoms)) == (joined, filled)
    assert words(atoms) == {one for one in atoms if len(one) > 1 or WORD.fullmatch(one)}


def _filler(atom: str) -> list[str]:
    return ["!"] if len(atom) > 1 or atom in BREAKS else []


@given(_texts)
def test_canonical_text_gives_its_atoms_back(text: str) -> None:
    atoms = atoms_of(text)
    assert atoms_in(canonical(atoms)) == atoms
    assert canonical_of([text, ""]) == (f"{EDGE}{canonical(atoms)}{EDGE}" if atoms else "")


def test_the_han_characters_of_a_run_stand_alone() -> None:
    assert all(ALONE[chr(code)] for code in range(ord(FIRST_HAN), ord(LAST_HAN) + 1))
    placed, _origins = runs_with_places("采用〇㐀鋼 铁5G")
    assert [run for run, _first in placed] == ["采用", "〇", "㐀", "钢", "铁", "5", "g"]
    assert pairs(atoms_of("采用〇㐀鋼 铁5G")) == ["采用", "用〇", "〇㐀", "㐀钢", "钢铁", "铁", "5", "g"]


@given(_texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(_texts, _texts)
def test_the_atoms_of_two_parts_are_those_of_the_whole(one: str, other: str) -> None:
    """Where the seam is not inside a word, a number or a break, nor beside a sign that asks neighbours."""
    left, right = atoms_of(one), atoms_of(other)
    assume(left and right and not touches(left[-1], right[0]))
    assume(folded(one + "电") == folded(one) + "电" and folded("电" + other) == "电" + folded(other))
    assert atoms_of(one + other) == left + right


@given(_texts)
def test_runs_know_their_places(text: str) -> None:
    placed, origins = runs_with_places(text)
    assert "".join(run for run, _first in placed) == "".join(atoms_of(text))
    before = -1
    for run, first in placed:
        places = [origins[at] for at in range(first, first + len(run))]
        assert before < first
        assert places == sorted(places)
        before = first
        if run not in BREAKS and run != ":":  # it asks its neighbours
            assert run in folded(text[places[0] : places[-1] + 1]).replace("\t", "")


@given(_texts)
def test_canonical_text_is_what_a_walk_through_the_signs_reads(text: str) -> None:
    assume(not any(len(atom) >= LONGEST_ATOM for atom in atoms_of(text)))
    assume(all(_is_plain(sign) for sign in text))
    assert canonical(atoms_of(text)) == read(text)


def _is_plain(sign: str) -> bool:
    """Of the signs of the corpus: other scripts have letters that both fold, but not alike."""
    return sign in SIGNS


@given(st.text("ab1.", min_size=300, max_size=900))
def test_what_is_too_long_for_an_atom_is_cut(text: str) -> None:
    assert all(len(atom) <= LONGEST_ATOM for atom in atoms_of(text))


@given(_texts)
def test_a_break_is_never_first_last_or_double(text: str) -> None:
    atoms = atoms_of(text)
    assert not atoms or (atoms[0] not in BREAKS and atoms[-1] not in BREAKS)
    assert not any(one in BREAKS and other in BREAKS for one, other in pairwise(atoms))


def test_traditional_full_width_and_capital_letters_are_one() -> None:
    assert atoms_of("鋰離子電池ＡＢＣ") == atoms_of("锂离子电池abc")
    assert ALONE["锂"]
    assert not ALONE["a"]
    assert SENTENCE not in atoms_of("0.5")
