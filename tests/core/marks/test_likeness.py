"""Laws of comparing marks: symmetry, identity, folding; and that whatever is alike is found by its keys."""

from __future__ import annotations

import random
from itertools import chain

from hypothesis import example, given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from zhichan.core.marks import shape, sound
from zhichan.core.marks.aligning import steps_between
from zhichan.core.marks.keys import keys_of, matches, searches
from zhichan.core.marks.meaning import NO_WORDS, words_of
from zhichan.core.marks.scoring import compare
from zhichan.core.marks.wording import reasons_text

WORDS = words_of([("云川", "cloudriver"), ("清", "clear")], ["大米", "牌", "rice"])
SIGNS = "云川清情风未末大太白百兔茶荼耘穿师帅木林森金鑫KOkoab8 ·-ｂ雲é"
names = st.one_of(
    st.text(SIGNS, max_size=8), st.sampled_from(["云川大米", "cloudriver rice", "川云牌", "A", "云川 A8"])
)
MOST = 60


@given(names, names)
@example("青雪莲A", "a雪莲青")
def test_comparing_is_symmetric(one: str, other: str) -> None:
    assert compare(one, other, WORDS) == compare(other, one, WORDS)


@given(names, names)
def test_nothing_is_more_alike_than_the_same(one: str, other: str) -> None:
    found, itself = compare(one, other, WORDS), compare(one, one, WORDS)
    assert itself.score in (0, 100)  # nothing to read: a picture
    for part in (found.score, found.shape, found.sound, found.meaning):
        assert 0 <= part <= 100
    assert found.score <= max(itself.score, compare(other, other, WORDS).score)


@given(names, names)
def test_width_script_case_and_signs_do_not_count(one: str, other: str) -> None:
    written = {"云": "雲", "k": "Ｋ", "o": "O", "8": "８", "e": "é", "-": "·", "风": "風"}
    otherwise = "".join(written.get(sign, sign) for sign in one)
    assert compare(otherwise, other, WORDS) == compare(one, other, WORDS)


@given(names, names)
@example("旺", "旺旺")
@example("光荣", "荣耀")
@example("KO", "KOK")
@example("三六五", "366")
@example("云川", "云岫川")
def test_whatever_is_listed_says_why(one: str, other: str) -> None:
    found = compare(one, other, WORDS)
    assert found.score < MOST or reasons_text(found)


def test_what_looks_alike() -> None:
    for pair in ("未末", "己已", "清情", "大太", "土士", "茶荼", "拔拨", "福幅", "王玉", "晴睛"):
        assert shape.seen(*pair) >= shape.LOOK_ALIKE, pair
    for pair in (
        "师帅",
        "木本",
        "折拆",
        "目月",
        "今令",
        "冶治",
        "木林",
        "林森",
        "金鑫",
        "石磊",
        "日晶",
        "吕品",
    ):
        assert shape.seen(*pair) >= shape.LOOK_ALIKE, pair
    for pair in ("云川", "海城", "虑悲", "大小", "李理", "河海", "木金", "林鑫", "师木"):
        assert shape.seen(*pair) == 0, pair
    assert shape.looks("rn0") == shape.looks("mo")


def test_a_whole_word_within_a_mark_is_told_and_a_part_of_a_word_is_not() -> None:
    assert compare("SUN", "SUN CITY").score >= MOST > compare("SUN", "SUNCITY").score
    assert compare("3M", "3M TAPE").score < MOST  # a model
    found = compare("TCL", "TCL KING")
    assert "TCL" in reasons_text(found).upper()


def test_every_listed_character_is_in_a_group_with_another() -> None:
    groups = shape._groups()
    assert len(groups) > 150
    assert all(len(set(name)) == len(name) > 2 for of_one in groups.values() for name in of_one)  # with the =


def test_what_sounds_alike() -> None:
    for pair in ("云耘", "行航", "乐月", "川穿"):
        assert sound.heard(*pair) == sound.SAME, pair  # 行 xing, hang; 乐 le, yue
    for pair in ("知资", "南兰", "安昂", "新星", "山三"):
        assert sound.heard(*pair) == sound.CONFUSED, pair
    for pair in ("云川", "海城", "风红"):
        assert sound.heard(*pair) == 0, pair
    assert sound.letter_key("phonix") == sound.letter_key("fonicks")
    assert compare("云川", "Yun Chuan").sound == 95
    assert compare("三六五", "365").sound == 100


def test_readings_are_those_that_pypinyin_says() -> None:
    for place in [*range(0x4E00, 0xA000), *range(0x3400, 0x3500), 0x20BB7, 0x3007, 0x2A6DF]:
        said = pinyin(chr(place), style=Style.NORMAL, heteronym=True, errors="ignore")
        assert sound.readings(chr(place)) == frozenset(said[0][: sound.MOST_READINGS] if said else ())


def _synthetic(count: int, seed: int, characters: int = 3_600) -> list[str]:
    chance = random.Random(seed)
    every = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFE)]
    chance.shuffle(every)
    del every[characters:]
    weights = [1 / (place + 20) for place in range(len(every))]
    made = [
        "".join(chance.choices(every, weights, k=chance.choice((2, 2, 3, 3, 4, 5)))) for _ in range(count)
    ]
    words = [
        "".join(chance.choices(("ka", "lo", "mi", "ren", "tu", "sha"), k=chance.choice((2, 3, 3, 4, 6))))
        for _ in range(160)
    ]
    return made + words


def test_planted_marks_are_found_among_thousands() -> None:
    planted = {
        "云川大米": [
            "雲川",
            "川云",
            "耘穿",
            "云云川川",
            "云川",
            "芸川",
            "云川饮品",
            "YUNCHUAN",
            "Cloudriver",
        ],
        "大白兔": ["太白兔", "大百兔", "大白免", "兔白大", "大白大白兔"],
        "adidas": ["adidos", "adiddas", "adibas", "a-d-i-d-a-s", "didas"],
    }
    crowd = [(name, keys_of(name)) for name in [*_synthetic(3_000, 5), *chain(*planted.values())]]
    for asked, looked_for in planted.items():
        search = searches(asked, WORDS)
        found = {name for name, keys in crowd if matches(keys, search)}
        assert not set(looked_for) - found
        hits = {name for name in found if compare(asked, name, WORDS).score >= MOST}
        assert not set(looked_for) - hits
        assert len(hits) < 40


def test_whatever_is_alike_is_found_by_its_keys() -> None:
    """Against a walk through every pair: no mark above the limit is missed."""
    crowd = _synthetic(1_200, 9, characters=60)
    keys = [keys_of(name) for name in crowd]
    missed, alike = [], 0
    for asked in crowd[:1_200:32] + crowd[1_200::4]:
        search = searches(asked, NO_WORDS)
        for name, its_keys in zip(crowd, keys, strict=True):
            if compare(asked, name).score >= MOST:
                alike += 1
                missed += [] if matches(its_keys, search) else [(asked, name)]
    assert alike > 100
    assert not missed


letters = st.text("abcde", max_size=9)


@given(letters, letters)
@example("abcd", "badc")
@example("a" * 70, "b" + "a" * 69)
def test_steps_are_those_of_the_whole_table(one: str, other: str) -> None:
    """Against the table walked cell by cell."""
    table = [[max(row, column) for column in range(len(other) + 1)] for row in range(len(one) + 1)]
    for row, left in enumerate(one, 1):
        for column, right in enumerate(other, 1):
            table[row][column] = min(
                table[row - 1][column] + 1,
                table[row][column - 1] + 1,
                table[row - 1][column - 1] + (left != right),
            )
            if row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == right:
                table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
    assert steps_between(one, other) == table[-1][-1]


def test_a_model_beside_a_name_makes_nothing_alike() -> None:
    """Else every name with an 8 were like every other."""
    assert compare("龙发集团8", "海城8").score == compare("龙发集团", "海城").score == 0
    assert compare("云川A", "海城 A").score < 20
    assert compare("云川 A8", "A8").score >= 90
    assert compare("三九365", "海城365").score >= 90
    assert compare("云川 LUMO", "海城 lumo").score >= 80


def test_letters_spell_characters_or_do_not() -> None:
    assert compare("云川", "yunchuan").score == 85
    assert compare("云川", "yunchua").score < MOST


def test_one_sign_among_others_is_no_part_to_know_a_mark_by() -> None:
    for one, other in (
        ("A1", "云川示例1"), ("A1", "A2"), ("A", "A1"), ("1", "云川示例1"), ("A", "云川A"), ("B2B", "2"),
        ("5", "5G"), ("V8", "V6"), ("V12", "海城12"), ("三", "A3"),
    ):  # fmt: skip
        found = compare(one, other)
        assert found.score < 20, (one, other)
        assert not found.rules


def test_few_signs_that_are_the_whole_mark_are_compared() -> None:
    for one, other in (("A8", "云川 A8"), ("AB", "云川AB"), ("36", "海城36"), ("AB", "AB1"), ("36", "A36")):
        found = compare(one, other)
        assert found.score >= 90, (one, other)
        assert [(rule.rule_id, rule.is_excepted) for rule in found.rules] == [
            ("foreign_same_letters", True),
            ("combined_parts", False),
        ]
        assert "相同" in reasons_text(found)
    assert compare("3", "三").score == 90
    assert compare("A1", "a-1").score == 100
