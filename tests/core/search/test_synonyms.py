"""A query with synonyms finds what the same query written out with OR finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.search.collection import EVERYTHING
from zhichan.core.search.synonyms import Synonyms, expanded, groups_used
from zhichan.core.search.tree import And, Near, Node, Not, Or, Pattern, Term, Unit

from .test_against_brute_force import searcher as searcher
from .test_against_brute_force import trees

GROUPS = (("电池", "器件", "Battery cell"), ("焊管", "焊接钢管", "welded pipe"), ("焊管", "钢管"))
SYNONYMS = Synonyms(GROUPS)


def test_a_term_stands_for_its_groups_in_any_script_and_width() -> None:
    assert SYNONYMS.of("電池") == ["器件", "Battery cell"]
    assert SYNONYMS.of("ＷＥＬＤＥＤ  Pipe") == ["焊管", "焊接钢管"]
    assert SYNONYMS.of("焊管") == ["焊接钢管", "welded pipe", "钢管"]
    assert SYNONYMS.of("电池组") == []


def test_terms_are_expanded_wherever_they_stand_and_nothing_else_is() -> None:
    fields = ("title",)
    battery = tuple(Term(fields, text) for text in ("电池", "器件", "Battery cell"))
    near = Near(fields, (battery[0],), (Term(fields, "膜"),), Unit.CHARACTERS, 3)
    exact = Term(fields, "电池", begins=True, ends=True)
    node = And((battery[0], Not(battery[0]), near, exact, Pattern(fields, "电池*")))
    assert expanded(node, SYNONYMS) == And(
        (
            Or(battery),
            Not(Or(battery)),
            Near(fields, battery, (Term(fields, "膜"),), Unit.CHARACTERS, 3),
            exact,
            Pattern(fields, "电池*"),
        )
    )
    assert groups_used(node, SYNONYMS) == [GROUPS[0]]
    assert groups_used(And((exact, Pattern(fields, "焊管?"))), SYNONYMS) == []


@given(node=trees)
def test_without_synonyms_a_query_stays_as_it_is(node: Node) -> None:
    assert expanded(node, Synonyms(())) == node
    if not groups_used(node, SYNONYMS):
        assert expanded(node, SYNONYMS) == node


@given(texts=st.lists(st.sampled_from(["电池", "器", "机", "的", "B"]), min_size=2, max_size=3, unique=True))
def test_the_records_are_those_of_all_terms_of_the_group(texts: list[str], searcher) -> None:
    fields = ("title", "abstract")
    every = [set(searcher.ids(Term(fields, text), EVERYTHING)) for text in texts]
    found = searcher.ids(expanded(Term(fields, texts[0]), Synonyms((tuple(texts),))), EVERYTHING)
    assert set(found) == set().union(*every)
