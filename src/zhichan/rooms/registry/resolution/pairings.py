"""How names are blocked and compared, for each pairing of scripts; the model file adds the weights.

A pairing is Chinese with Chinese, Chinese with Latin, or Latin with Latin letters. The levels of a comparison
are tried from the top; the first that holds counts. Only the later row of a pair (``r``) must look for a
party: what a later name resembles is no question of an earlier one. Branch and numerals are part of the keys.
"""

from __future__ import annotations

from dataclasses import dataclass

HAN, CROSS, LATIN = "han", "cross", "latin"
BARE = ("stem", "front", "rest", "second")
_PAIR = "r.fresh and (l.place is null or r.place is null or l.place = r.place)"


@dataclass(frozen=True)
class Level:
    """One degree of agreement: its name and the condition on the two rows."""

    name: str
    condition: str
    is_null: bool = False


@dataclass(frozen=True)
class Comparison:
    """One part of the names that is compared, its degrees from the best down."""

    part: str
    levels: tuple[Level, ...]

    def level_of(self, gamma: int) -> str:
        """The name of the level behind Splink's number: -1 unknown, 0 the last level, counted upwards."""
        told = [level.name for level in self.levels if not level.is_null]
        return next(level.name for level in self.levels if level.is_null) if gamma < 0 else told[-1 - gamma]


@dataclass(frozen=True)
class Pairing:
    """Which scripts are compared, which of their rows meet, and by which parts they are judged."""

    name: str
    scripts: tuple[str, ...]
    blocking: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


def _share(count: str) -> str:
    """How many of the words (or concepts) two rows have in common."""
    return f"len(list_intersect({count}_l, {count}_r))"


_CONVERTIBLE = "('limited', 'shares', 'group')"
ELSE = Level("differs", "ELSE")
_REGION = Comparison(
    "region",
    (
        Level("unknown", '"region_l" is null or "region_r" is null', is_null=True),
        Level("same", '"region_l" = "region_r"'),
        Level("within", 'starts_with("region_l", "region_r") or starts_with("region_r", "region_l")'),
        Level("same_province", 'left("region_l", 2) = left("region_r", 2)'),
        ELSE,
    ),
)
_FORM = Comparison(
    "form",
    (
        Level("unknown", '"form_l" is null or "form_r" is null', is_null=True),
        Level("same", '"form_l" = "form_r"'),
        Level("convertible", f"form_l in {_CONVERTIBLE} and form_r in {_CONVERTIBLE}"),
        ELSE,
    ),
)
_HAN_STEM = Comparison(
    "stem",
    (
        Level("unknown", "\"stem_l\" = '' or \"stem_r\" = ''", is_null=True),
        Level("same_long", '"stem_l" = "stem_r" and length("stem_l") > 3'),
        Level("same_three", '"stem_l" = "stem_r" and length("stem_l") = 3'),
        Level("same", '"stem_l" = "stem_r"'),
        Level("same_sound", '"sound_l" = "sound_r" and length("sound_l") > 4'),
        Level(
            "one_character",
            'levenshtein("stem_l", "stem_r") = 1 and least(length("stem_l"), length("stem_r")) > 2',
        ),
        Level("contained", 'starts_with("stem_l", "stem_r") or starts_with("stem_r", "stem_l")'),
        ELSE,
    ),
)
_HAN_INDUSTRY = Comparison(
    "industry",
    (
        Level("none", 'len("words_l") = 0 or len("words_r") = 0', is_null=True),
        Level("same", '"words_l" = "words_r" and len("words_l") > 1'),
        Level("same_word", '"words_l" = "words_r"'),
        Level("same_line", '"concepts_l" = "concepts_r"'),
        Level("contained", 'list_has_all("words_l", "words_r") or list_has_all("words_r", "words_l")'),
        Level("in_common", f"{_share('concepts')} > 0"),
        ELSE,
    ),
)
_CROSS_STEM = Comparison(
    "sound",
    (
        Level("unknown", "\"sound_l\" = '' or \"sound_r\" = ''", is_null=True),
        Level("same_long", '"sound_l" = "sound_r" and length("sound_l") > 9'),
        Level("same", '"sound_l" = "sound_r" and length("sound_l") > 6'),
        Level("same_short", '"sound_l" = "sound_r"'),
        Level(
            "contained",
            '(starts_with("sound_l", "sound_r") or starts_with("sound_r", "sound_l"))'
            ' and least(length("sound_l"), length("sound_r")) > 5',
        ),
        Level("close", 'jaro_winkler_similarity("sound_l", "sound_r") > 0.93'),
        Level("begins_alike", 'left("sound_l", 6) = left("sound_r", 6)'),
        Level("two_syllables", '"b_pair_l" = "b_pair_r"'),
        ELSE,
    ),
)
_CROSS_INDUSTRY = Comparison(
    "industry",
    (
        Level("none", 'len("concepts_l") = 0 or len("concepts_r") = 0', is_null=True),
        Level("same_line", '"concepts_l" = "concepts_r"'),
        Level("two_in_common", f"{_share('concepts')} > 1"),
        Level("in_common", f"{_share('concepts')} > 0"),
        ELSE,
    ),
)
_LEFT_OVER = "list_filter({0}, lambda w: not list_contains({1}, w))"
_OURS = _LEFT_OVER.format('"words_l"', '"words_r"')
_THEIRS = _LEFT_OVER.format('"words_r"', '"words_l"')
_ONE_EACH = f"len({_OURS}) = 1 and len({_THEIRS}) = 1"
_APART = f"levenshtein(({_OURS})[1], ({_THEIRS})[1])"
_SHORTER = f"least(length(({_OURS})[1]), length(({_THEIRS})[1]))"
_LATIN_WORDS = Comparison(
    "words",
    (
        Level("unknown", "\"core_l\" = '' or \"core_r\" = ''", is_null=True),
        Level("same", '"core_l" = "core_r"'),
        Level("same_letters", "replace(\"core_l\", ' ', '') = replace(\"core_r\", ' ', '')"),
        Level("same_words", f"len({_OURS}) = 0 and len({_THEIRS}) = 0"),
        Level("one_letter", f"{_ONE_EACH} and {_APART} = 1 and {_SHORTER} > 4"),
        Level("two_letters", f"{_ONE_EACH} and {_APART} = 2 and {_SHORTER} > 6"),
        Level("one_word_differs", _ONE_EACH),
        Level(
            "words_contained",
            f"{_share('words')} > 1 and {_share('words')} = least(len(words_l), len(words_r))",
        ),
        Level("very_close", 'jaro_winkler_similarity("core_l", "core_r") > 0.95'),
        Level("one_word_contained", f"{_share('words')} = 1 and least(len(words_l), len(words_r)) = 1"),
        Level("close", 'jaro_winkler_similarity("core_l", "core_r") > 0.9'),
        ELSE,
    ),
)
_LATIN_STEM = Comparison(
    "stem",
    (
        Level("unknown", "\"sound_l\" = '' or \"sound_r\" = ''", is_null=True),
        Level("same_long", '"sound_l" = "sound_r" and length("sound_l") > 7'),
        Level("same", '"sound_l" = "sound_r"'),
        Level("close", 'jaro_winkler_similarity("sound_l", "sound_r") > 0.93'),
        Level("contained", 'starts_with("sound_l", "sound_r") or starts_with("sound_r", "sound_l")'),
        ELSE,
    ),
)


def _no_clash(key: str) -> tuple[str, ...]:
    """Rows of one block whose provinces are equal, or of which one tells none.

    Three equalities, so that each is looked up in a hash table: asked in one condition, all pairs of a block
    would have to be formed. ``bare_…`` is the key of rows that tell no province.
    """
    return (
        f"l.b_{key} = r.b_{key} and l.province = r.province and {_PAIR}",
        f"l.bare_{key} = r.b_{key} and {_PAIR}",
        f"l.b_{key} = r.bare_{key} and l.province is not null and {_PAIR}",
    )


PAIRINGS = (
    Pairing(
        HAN,
        ("han",),
        tuple(rule for key in BARE for rule in _no_clash(key)),
        (_HAN_STEM, _HAN_INDUSTRY, _REGION, _FORM),
    ),
    Pairing(
        CROSS,
        ("han", "latin"),
        (
            f"l.b_sound = r.b_sound and l.script <> r.script and {_PAIR}",
            f"l.b_start = r.b_start and l.region = r.region and l.script <> r.script and {_PAIR}",
            f"l.b_pair = r.b_pair and l.script <> r.script and {_PAIR}",
        ),
        (_CROSS_STEM, _CROSS_INDUSTRY, _REGION),
    ),
    Pairing(
        LATIN,
        ("latin",),
        tuple(f"l.{key} = r.{key} and {_PAIR}" for key in ("b_sound", "b_head", "b_tail")),
        (_LATIN_WORDS, _LATIN_STEM, _REGION, _FORM),
    ),
)
