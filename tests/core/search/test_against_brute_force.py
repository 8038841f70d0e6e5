"""Every operator over five thousand records of both scripts: the same records as a walk through the texts."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.search import corpus
from tests.core.search.brute_force import matches
from tests.core.search.samples import SAMPLE
from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.collection import EVERYTHING, Record, Scope
from zhichan.core.search.index import Order, TooExpensive
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.occurrences import MANY, ONE, has_many_outside_words, piece_atoms
from zhichan.core.search.tantivy_side import compiling
from zhichan.core.search.tantivy_side.compiling import Compiler
from zhichan.core.search.tantivy_side.keeping import TantivyIndex
from zhichan.core.search.tantivy_side.reading import TantivySearcher
from zhichan.core.search.tree import (
    And,
    Everything,
    Ids,
    Near,
    Node,
    Not,
    OneOf,
    Or,
    Pattern,
    Prefix,
    Range,
    Term,
    Unit,
)

RECORDS = corpus.records()
THIRD = Scope(frozenset({"third"}))
OTHERS = Scope(frozenset({"others", "nobody"}))
_TEXTS = ("title", "abstract", "applicant")


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> TantivySearcher:
    index = TantivyIndex(tmp_path_factory.mktemp("index"))
    with index.writing(SAMPLE, 1) as writing:
        for first in range(0, len(RECORDS), 1_500):  # several segments: each cuts its own lists
            some = RECORDS[first : first + 1_500]
            writing.put(
                Record(number, values, frozenset({"others" if number % 3 else "third"}))
                for number, values in enumerate(some, first + 1)
            )
            writing.commit()
    return index.searcher(SAMPLE, 1)


def _sliced(record: int, field: str, start: float, length: int) -> str:
    values = RECORDS[record][field]
    text = values[int(start * len(values))]
    at = int(start * len(text))
    return text[at : at + length]


def _has_atoms(text: str) -> bool:
    return any(atom not in ("\t", "\n", MANY, ONE) for atom in piece_atoms(text))


_slices = st.builds(
    _sliced,
    st.integers(0, len(RECORDS) - 1),
    st.sampled_from(_TEXTS),
    st.floats(0, 0.99),
    st.integers(1, 5),
)
_texts = (_slices | st.text(corpus.SIGNS, min_size=1, max_size=4)).filter(
    lambda text: any(atom not in "\t\n" for atom in atoms_of(text))
)
_fields = st.lists(st.sampled_from(_TEXTS), min_size=1, max_size=2, unique=True).map(tuple)
_terms = st.builds(
    Term, _fields, _texts, st.sampled_from([False] * 5 + [True]), st.sampled_from([False] * 5 + [True])
)


@st.composite
def _patterns(draw: st.DrawFn) -> Pattern:
    text = draw(_slices).replace("?", "").replace("？", "")
    for _time in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(text)))
        kept = place + draw(st.integers(0, 1))
        text = text[:place] + draw(st.sampled_from("*?")) + text[kept:]
    return Pattern(draw(_fields), text)


_good_patterns = _patterns().filter(lambda pattern: _has_atoms(pattern.text))
_operands = _terms.map(lambda term: Term(term.fields, term.text)) | _good_patterns.filter(
    lambda pattern: not has_many_outside_words(pattern)
)
_sides = st.lists(_operands, min_size=1, max_size=2).map(tuple)
_nears = st.builds(Near, _fields, _sides, _sides, st.sampled_from(Unit), st.integers(0, 5), st.booleans())
_classes = st.integers(0, 10**6).map(
    lambda number: next((code for record in RECORDS[number % 4_000 :] for code in record["ipc"]), "A")
)
_days = st.integers(20000101, 20005101)
_leaves = (
    _terms
    | _good_patterns
    | _nears
    | st.builds(lambda code, length: Prefix("ipc", code[:length]), _classes, st.integers(1, 8))
    | st.builds(lambda some: OneOf("ipc", tuple(some)), st.lists(_classes, min_size=1, max_size=9))
    | st.builds(Range, st.just("filed"), st.none() | _days, st.none() | _days)
    | st.builds(Range, st.just("claims"), st.none() | st.integers(0, 40), st.none() | st.integers(0, 40))
    | st.just(Everything())
)
trees = _leaves | st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=5,
)


def _truth(tree: Node) -> set[int]:
    return {number for number, values in enumerate(RECORDS, 1) if matches(tree, values)}


@settings(max_examples=50)
@given(tree=trees, kept=st.frozensets(st.integers(1, len(RECORDS) + 9), max_size=300))
def test_within_a_kept_list_is_found_what_is_in_both(
    tree: Node, kept: frozenset[int], searcher: TantivySearcher
) -> None:
    within = And((Ids(tuple(kept)), tree))
    assert set(searcher.ids(within, EVERYTHING)) == _truth(tree) & kept
    assert set(searcher.ids(Ids(tuple(kept)), EVERYTHING)) == kept & set(range(1, len(RECORDS) + 1))


@settings(max_examples=100)
@given(tree=trees)
def test_the_records_are_those_of_a_walk_through_the_texts(tree: Node, searcher: TantivySearcher) -> None:
    truth = _truth(tree)
    assert set(searcher.ids(tree, EVERYTHING)) == truth
    third = {number for number in truth if number % 3 == 0}
    assert searcher.count(tree, EVERYTHING) == len(truth)
    assert searcher.count(tree, THIRD) == len(third)
    assert searcher.count(tree, OTHERS) == len(truth) - len(third)
    assert searcher.count(tree, Scope()) == 0
    _facets_are_counts(searcher, tree, EVERYTHING, truth)
    _facets_are_counts(searcher, tree, THIRD, third)


def _facets_are_counts(searcher: TantivySearcher, tree: Node, scope: Scope, truth: set[int]) -> None:
    found = {
        one.field: one for one in searcher.facets(tree, scope, {"ipc": 20, "applicant": 9_999, "filed": 99})
    }
    classes = Counter(code for number in truth for code in {*RECORDS[number - 1]["ipc"]})
    first = sorted(classes.items(), key=lambda one: (-one[1], one[0]))[:20]
    assert [(one.value, one.count) for one in found["ipc"].counts][:20] == first
    assert found["ipc"].has_more == (len(classes) > 20)
    names = Counter(
        name for number in truth for name in {text.strip() for text in RECORDS[number - 1]["applicant"]}
    )
    assert {one.value: one.count for one in found["applicant"].counts} == names
    years = Counter(str(day // 10_000) for number in truth for day in RECORDS[number - 1]["filed"])
    assert {one.value: one.count for one in found["filed"].counts} == years


_PAGED = Term(("abstract",), "电")
_NEAR = Near(("abstract", "title"), (Term((), "电"),), (Term((), "池"),), Unit.CHARACTERS, 1)


@pytest.mark.parametrize("tree", [_PAGED, _NEAR, And((Not(Term(("title",), "池")), _NEAR))])
@pytest.mark.parametrize("is_rising", [False, True])
def test_pages_are_disjoint_complete_and_in_order(
    searcher: TantivySearcher, tree: Node, is_rising: bool
) -> None:
    truth = _truth(tree)
    walked: list[int] = []
    key: int | None = None
    while True:
        page = searcher.page(tree, THIRD, Order("filed", is_rising), 97, key)
        walked += page.ids
        if (key := page.next_key) is None:
            break
    expected = sorted(
        (number for number in truth if number % 3 == 0),
        key=lambda number: ((RECORDS[number - 1]["filed"] or [0])[0], number),
        reverse=not is_rising,
    )
    assert walked == expected
    assert len(walked) > 97


@pytest.mark.parametrize(
    ("line", "least"),
    [
        ("IPC=B02A 5/39", 4),
        ("IPC=(B02A 5/3*, A00B 8/59)", 8),
        ("PN=20*", 0),
        ("电（3D）池", 100),
        ("电池 （2W） 器", 10),
        ("AB:电池", 100),
        ("PA=电（池）", 1),
        ("PA=池（电器）電", 0),
        ("AD=2000:2000", 1_000),
        ("NC=3:5", 100),
    ],
)
def test_a_line_finds_the_records_of_a_walk_through_the_texts(
    line: str, least: int, searcher: TantivySearcher
) -> None:
    tree = read_query(line, SAMPLE)
    assert set(searcher.ids(tree, EVERYTHING)) == _truth(tree)
    assert len(_truth(tree)) >= least


def test_a_list_is_found_alike_value_by_value_and_as_a_set(
    searcher: TantivySearcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = frozenset(range(1, 900, 7))
    classes = OneOf("ipc", tuple(record["ipc"][0] for record in RECORDS[:90] if record["ipc"]))
    for most in (compiling.MOST_ASKED_SINGLY, 2):
        monkeypatch.setattr(compiling, "MOST_ASKED_SINGLY", most)
        searcher._asked.clear()
        assert set(searcher.ids(Ids(tuple(wanted)), EVERYTHING)) == wanted
        assert set(searcher.ids(classes, EVERYTHING)) == _truth(classes)


@settings(max_examples=25)
@given(pattern=_good_patterns | _nears)
def test_what_is_checked_was_suspected(pattern: Pattern | Near, searcher: TantivySearcher) -> None:
    """The filter of the index never misses a record that the check would keep."""
    compiler: Compiler = searcher._compiler
    for field in pattern.fields:
        suspected = (
            compiler._pieces(field, pattern)
            if isinstance(pattern, Pattern)
            else compiler._both(field, pattern)
        )
        hits = compiler.searcher.search(suspected, limit=len(RECORDS)).hits
        ids = (
            set(compiler.searcher.fast_field_values("id", [address for _score, address in hits]))
            if hits
            else set()
        )
        one = type(pattern)(**{**pattern.__dict__, "fields": (field,)})
        assert ids >= _truth(one)


def test_a_query_that_would_look_at_too_many_is_refused(searcher: TantivySearcher) -> None:
    narrow = Compiler(SAMPLE, searcher.schema, searcher._searcher, searcher._texts, most_candidates=100)
    with pytest.raises(TooExpensive) as refused:
        narrow.query(Near(("abstract",), (Term((), "电"),), (Term((), "池"),), Unit.SENTENCE), EVERYTHING)
    assert refused.value.candidates > 100
    assert "缩小范围" in refused.value.message


def test_words_of_two_clauses_or_two_values_are_not_one_term(tmp_path) -> None:
    index = TantivyIndex(tmp_path)
    texts = {
        1: ["AB，CD"],
        2: ["ABCD"],
        3: ["电池，器件"],
        4: ["电池器件"],
        5: ["电池", "器件"],
        6: ["电池。器件"],
    }
    with index.writing(SAMPLE, 1) as writing:
        writing.put(Record(number, {"applicant": values}, frozenset()) for number, values in texts.items())
        writing.commit()
    found = index.searcher(SAMPLE, 1)
    assert set(found.ids(Term(("applicant",), "ABCD"), EVERYTHING)) == {2}
    assert set(found.ids(Term(("applicant",), "池器"), EVERYTHING)) == {4}
    near = Near(("applicant",), (Term((), "电池"),), (Term((), "器件"),), Unit.CHARACTERS, 9)
    assert set(found.ids(near, EVERYTHING)) == {3, 4}
    assert set(found.ids(Term(("applicant",), "电池", begins=True, ends=True), EVERYTHING)) == {5}
    twice = Near(("applicant",), (Term((), "电"),), (Term((), "电"),), Unit.SENTENCE)
    assert not found.ids(twice, EVERYTHING)


def test_a_record_put_again_stands_in_place_of_the_former_one(tmp_path) -> None:
    index = TantivyIndex(tmp_path)
    for text in ("电池", "隔膜"):
        with index.writing(SAMPLE, 1) as writing:
            writing.put(
                [Record(7, {"title": [text]}, frozenset()), Record(8, {"title": ["电机"]}, frozenset())]
            )
            writing.commit()
    found = index.searcher(SAMPLE, 1)
    assert found.count(Everything(), EVERYTHING) == 2
    assert list(found.ids(Term(("title",), "隔膜"), EVERYTHING)) == [7]
    assert not found.ids(Term(("title",), "电池"), EVERYTHING)
    with index.writing(SAMPLE, 1) as writing:
        writing.remove([7])
        writing.commit()
    assert list(index.searcher(SAMPLE, 1).ids(Everything(), EVERYTHING)) == [8]


def test_a_star_at_the_end_of_han_asks_for_nothing_and_looks_at_nothing(searcher: TantivySearcher) -> None:
    none = Compiler(SAMPLE, searcher.schema, searcher._searcher, searcher._texts, most_candidates=0)
    plain = searcher.ids(Term(("abstract",), "电池"), EVERYTHING)
    for text in ("电池*", "*电池", "*电池*"):
        pattern = Pattern(("abstract",), text)
        none.query(pattern, EVERYTHING)
        assert set(searcher.ids(pattern, EVERYTHING)) == set(plain) == _truth(pattern)


def test_a_question_mark_among_han_looks_at_nothing_and_is_one_character(tmp_path) -> None:
    index = TantivyIndex(tmp_path)
    texts = [
        "电的池",
        "电a池",
        "电5池",
        "电%池",
        "电ab池",
        "电55池",
        "电，池",
        "电。池",
        "电池",
        "电池 电",
        "电a,池",
    ]
    with index.writing(SAMPLE, 1) as writing:
        for number, text in enumerate(texts, 1):
            writing.put([Record(number, {"abstract": [text]}, frozenset())])
        writing.put([Record(99, {"abstract": ["电", "池"]}, frozenset())])
        writing.commit()
    searcher = index.searcher(SAMPLE, 1)
    one, two = (Pattern(("abstract",), text) for text in ("电?池", "电??池"))
    few = Compiler(SAMPLE, searcher.schema, searcher._searcher, searcher._texts, most_candidates=1)
    few.query(one, EVERYTHING)
    assert set(searcher.ids(one, EVERYTHING)) == {1, 2, 3, 4}
    with pytest.raises(TooExpensive):
        few.query(two, EVERYTHING)
    assert set(searcher.ids(two, EVERYTHING)) == {5, 6}


@pytest.mark.parametrize("text", ["*b", "*5", "*σ", "*0.5", "a*b", "*ab*"])
def test_a_word_cut_left_is_found_by_how_it_ends(searcher: TantivySearcher, text: str) -> None:
    pattern = Pattern(("title", "abstract"), text)
    assert set(searcher.ids(pattern, EVERYTHING)) == _truth(pattern)
