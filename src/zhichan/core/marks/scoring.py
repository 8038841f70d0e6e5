"""Two marks compared (比对): form, sound and meaning, the rules that fit, and one score; symmetric.

The score is the best of the parts over all pairs of elements, raised to what a rule presumes. An exception
takes away the raise of its rule and is told; it lowers nothing, for the list is for people to read through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from zhichan.core.marks import shape, sound
from zhichan.core.marks.aligning import few_letters, steps_between
from zhichan.core.marks.elements import MODEL, Mark, mark_of
from zhichan.core.marks.meaning import NO_WORDS, Words, meant, without_generic
from zhichan.core.marks.rules import BY_ID

IDENTICAL = 100
SOUND_PERCENT = 90
ALIKE = 70
#: What scores less is not listed by its score.
TOLD_FROM = 60


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fits. ``is_excepted``: its exception does, too, or may and people have to look."""

    rule_id: str
    is_excepted: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A code that ``wording`` has words for, and what goes into them."""

    code: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """All 0 to 100. ``shape`` 形, ``sound`` 音, ``meaning`` 义."""

    score: int
    shape: int
    sound: int
    meaning: int
    rules: tuple[Fired, ...] = ()
    reasons: tuple[Reason, ...] = ()


NOTHING = Likeness(0, 0, 0, 0)


def compare(one: str, other: str, words: Words = NO_WORDS) -> Likeness:
    """How alike the marks of two names are, by their words alone."""
    return compare_marks(mark_of(one), mark_of(other), words)


def compare_marks(one: Mark, other: Mark, words: Words = NO_WORDS) -> Likeness:
    if one.is_empty or other.is_empty:
        return NOTHING
    if (other.han, other.words, other.numbers) < (one.han, one.words, one.numbers):
        one, other = other, one
    whole = _compared(one, other, words)
    ours, theirs = without_generic(one, words), without_generic(other, words)
    if (ours, theirs) == (one, other) or ours.is_empty or theirs.is_empty:
        return whole
    main = _compared(ours, theirs, words)
    rules = [Fired("method")]
    if ours == theirs:
        rules.append(Fired("generic_added"))
        main = replace(main, score=BY_ID["generic_added"].raised_to, rules=())
    if main.score <= whole.score:
        return whole if ours != theirs else replace(whole, rules=(*whole.rules, *rules))
    reasons = (Reason("main_part", (said(ours), said(theirs))), *main.reasons)
    return replace(main, score=min(main.score, 95), rules=(*main.rules, *rules), reasons=reasons)


def said(mark: Mark) -> str:
    return " ".join(part for part in (mark.han, " ".join(mark.words), " ".join(mark.numbers)) if part)


def held_reason(one: Mark, other: Mark) -> Reason:
    """That of two marks one stands whole within the other."""
    return Reason("held", tuple(sorted((said(one), said(other)), key=len)))


def _compared(one: Mark, other: Mark, words: Words) -> Likeness:
    """The best pair of elements, and what holds of the marks as wholes."""
    if one == other:
        return Likeness(100, 100, 100, 100, tuple(_same(one)), (Reason("identical"),))
    best = max(_pairs(one, other), key=lambda found: found.score, default=NOTHING)
    meaning, word, its_other = meant(one, other, words)
    rules, reasons = list(best.rules), list(best.reasons)
    if meaning:
        rules.append(Fired("meaning_same"))
        reasons.append(Reason("means", (word, its_other)))
    score = max([best.score, meaning * 95 // 100, *_raises(rules)])
    if max(one.kinds, other.kinds) > 1 and score >= BY_ID["combined_parts"].raised_to:
        rules.append(Fired("combined_parts"))
    return Likeness(min(score, IDENTICAL - 1), best.shape, best.sound, meaning, tuple(rules), tuple(reasons))


def _raises(rules: list[Fired]) -> list[int]:
    return [BY_ID[fired.rule_id].raised_to for fired in rules if not fired.is_excepted]


def _same(mark: Mark) -> Iterator[Fired]:
    if mark.han:
        yield Fired("zh_same_chars")
    if mark.words or mark.numbers:
        yield Fired("foreign_same_letters", not mark.han and len(mark.letters + mark.digits) <= 2)


def _pairs(one: Mark, other: Mark) -> Iterator[Likeness]:
    """Every element beside every one of the other that it can be compared with, where both tell a mark."""
    if one.han and other.han:
        yield of_han(one.han, other.han)
    if _tells(one, one.letters, other) and _tells(other, other.letters, one):
        yield _of_words(one, other)
    if one.digits == other.digits and _tells(one, one.digits, other) and _tells(other, other.digits, one):
        yield _of_same(one.digits)
    if _is_same_model(one, other):
        yield _of_same(one.letters + one.digits)
    for first, second in ((one, other), (other, one)):
        if first.han and _tells(second, second.letters, first):
            yield _of_spelled(first.han, second.letters)
        if first.han and _tells(second, second.digits, first):
            yield _of_read(first.han, second.digits)


def _tells(mark: Mark, part: str, beside: Mark) -> bool:
    """Whether the letters or digits of a mark are a distinctive part (显著部分) of it beside another mark.

    They are if they are more than a model, or the whole mark. A model of two signs tells only beside a mark
    that is nothing else; one sign among others never does.
    """
    if mark.kinds == 1 or len(part) > MODEL:
        return bool(part)
    return len(part) == MODEL and beside.kinds == 1 and not beside.has_body


def _is_same_model(one: Mark, other: Mark) -> bool:
    """The same letters and digits together (A8), of which one of the marks is made and no more."""
    is_same = bool(one.words and one.numbers) and (one.letters, one.digits) == (other.letters, other.digits)
    return is_same and not (one.has_body and other.has_body)


def _of_same(part: str) -> Likeness:
    fired = Fired("foreign_same_letters", len(part) <= MODEL)
    return _weighed(100, 100, [fired], [Reason("same_element", (part,))])


def _of_spelled(han: str, letters: str) -> Likeness:
    spelled = sound.of_han_and_letters(han, letters)
    return _weighed(0, spelled, [], [Reason("spelled", (han, letters))] if spelled > 90 else [])


def _of_read(han: str, digits: str) -> Likeness:
    read = sound.of_han(han, sound.numerals(digits))
    code = "numerals" if read > 90 else "numerals_near"
    return _weighed(0, read, [], [Reason(code, (han, digits))] if read else [])


@lru_cache(maxsize=50_000)
def of_han(one: str, other: str) -> Likeness:
    """Two rows of Chinese characters."""
    if not one or not other:
        return NOTHING
    form, heard = shape.of_han(one, other), sound.of_han(one, other)
    rules, reasons = list[Fired](), list[Reason]()
    if one == other:
        rules.append(Fired("zh_same_chars"))
        reasons.append(Reason("same_element", (one,)))
    elif sorted(one) == sorted(other):
        rules.append(Fired("zh_same_chars"))
        reasons.append(Reason("other_order"))
    elif is_repeated(one, other):
        rules.append(Fired("reduplication"))
        reasons.append(_repeated(one, other))
    elif (differing := _few_differ(one, other)) is not None:
        rules.append(Fired("zh_three_chars", _first_differs(one, other)))
        reasons += [Reason("differing", differing)] if differing else []
    reasons += _why_han(one, other, heard)
    return _weighed(form, heard, rules, reasons or list(_what_is_alike(one, other, form, heard)))


def _why_han(one: str, other: str, heard: int) -> Iterator[Reason]:
    if one == other:
        return
    if heard >= sound.SAME:
        yield Reason("same_sound")
    elif heard >= sound.CONFUSED:
        yield Reason("confused_sound")
    if len(one) == len(other):
        for left, right in zip(one, other, strict=True):
            if left != right and shape.seen(left, right) >= shape.LOOK_ALIKE:
                yield Reason("look_alike", (left, right))
    short, long = sorted((one, other), key=len)
    if 2 <= len(short) < len(long) and short in long:
        yield Reason("held", (short, long))


def _what_is_alike(one: str, other: str, form: int, heard: int) -> Iterator[Reason]:
    """Character by character, wherever it stands: the same ones, then those that look or sound alike."""
    ours, theirs = Counter(one), Counter(other)
    if max(form, heard * SOUND_PERCENT // 100) < TOLD_FROM:
        return
    if same := tuple((ours & theirs).elements()):
        yield Reason("shared", same)
    for left, right in product(ours - theirs, theirs - ours):
        if shape.seen(left, right):
            yield Reason("look_alike", (left, right))
        elif sound.heard(left, right):
            yield Reason("sound_alike", (left, right))


def _repeated(one: str, other: str) -> Reason:
    return Reason("repeated", tuple(sorted((one, other), key=len)))


def _of_words(one: Mark, other: Mark) -> Likeness:
    """Words of letters: together, and where there are several the nearest of them."""
    whole = of_letters(one.letters, other.letters)
    if whole.score < IDENTICAL and sorted(one.words) == sorted(other.words) and len(one.words) > 1:
        rules = (*whole.rules, Fired("two_words_order"))
        raised = max(whole.score, BY_ID["two_words_order"].raised_to)
        return replace(whole, score=raised, rules=rules, reasons=(Reason("other_order"),))
    if whole.score < ALIKE and _is_word_of(one, other):
        return replace(whole, score=ALIKE, shape=ALIKE, reasons=(held_reason(one, other),))
    return whole


def _is_word_of(one: Mark, other: Mark) -> bool:
    """The letters of one are a whole word of the other (sun and sun city), more than a model."""
    short, long = sorted((one, other), key=lambda mark: len(mark.letters))
    return len(short.letters) > MODEL and short.letters in long.words


@lru_cache(maxsize=50_000)
def of_letters(one: str, other: str) -> Likeness:
    if not one or not other:
        return NOTHING
    form, heard = shape.of_letters(one, other), sound.of_letters(one, other)
    rules, reasons = list[Fired](), list[Reason]()
    if one == other:
        rules.append(Fired("foreign_same_letters", len(one) <= 2))
        reasons.append(Reason("same_element", (one,)))
    elif is_repeated(one, other):
        rules.append(Fired("reduplication"))
        reasons.append(_repeated(one, other))
    elif min(len(one), len(other)) >= 4 and (steps := steps_between(one, other)) <= few_letters(one, other):
        clearly = one[0] != other[0] and sound.letter_key(one)[:1] != sound.letter_key(other)[:1]
        rules.append(Fired("foreign_four_letters", clearly))
        reasons.append(Reason("steps", (str(steps),)))
    if one != other and heard >= 95:
        reasons.append(Reason("same_sound"))
    if one != other and shape.looks(one) == shape.looks(other):
        reasons.append(Reason("letters_look_alike"))
    short, long = sorted((one, other), key=len)
    if 4 <= len(short) < len(long) and short in long:
        reasons.append(Reason("held", (short, long)))
    return _weighed(form, heard, rules, reasons or _how_near(one, other, form, heard))


def _how_near(one: str, other: str, form: int, heard: int) -> list[Reason]:
    if form >= TOLD_FROM:
        return [Reason("steps", (str(steps_between(one, other)),))]
    return [Reason("near_sound")] if heard * SOUND_PERCENT // 100 >= TOLD_FROM else []


def _weighed(form: int, heard: int, rules: list[Fired], reasons: list[Reason]) -> Likeness:
    if form >= ALIKE and heard >= ALIKE and not any(fired.is_excepted for fired in rules):
        rules = [*rules, Fired("shape_sound_meaning")]
    score = max([form, heard * SOUND_PERCENT // 100, *_raises(rules)])
    return Likeness(score, form, heard, 0, tuple(rules), tuple(reasons))


def is_repeated(one: str, other: str) -> bool:
    """One is made by repeating the other, or characters of the other (娃哈 and 娃哈哈, 云川 and 云云川川)."""
    short, long = sorted((one, other), key=len)
    if one == other or not short:
        return False
    return once(short) == once(long) or long == short * (len(long) // len(short))


def once(text: str) -> str:
    """Each run of one character once."""
    return "".join(
        character for place, character in enumerate(text) if place == 0 or text[place - 1] != character
    )


def _few_differ(one: str, other: str) -> tuple[str, ...] | None:
    """Where both have three characters or more and few of them differ: those that do."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1:
        return None
    steps = steps_between(one, other)
    if not 0 < steps <= max(1, min(len(one), len(other)) // 3):
        return None
    return tuple(sorted(set(one) ^ set(other)))


def _first_differs(one: str, other: str) -> bool:
    """Whether the first character is clearly different in sound or in form."""
    first, its_other = one[0], other[0]
    is_unlike = min(sound.heard(first, its_other), shape.seen(first, its_other)) < shape.LOOK_ALIKE
    return first != its_other and is_unlike
