"""Codes and words of other systems are read from a list, never guessed."""

from __future__ import annotations

import pytest

from zhichan.rooms.registry.status import Mark, PublicClass, read_gazette_code, read_status_words


@pytest.mark.parametrize(
    ("code", "event", "needs_named_day"),
    [
        ("PB01", "PUBLISHED", False),
        ("SE01", "EXAM_ENTERED", False),
        ("GR01", "GRANTED", False),
        ("CF01", "TERMINATED_UNPAID", True),
        ("CX01", "TERM_ENDED", True),
        ("AV01", "SURRENDERED", True),
        ("IW01", "INVALIDATED", False),
        ("ＩＷ０１", "INVALIDATED", False),
        ("ip01", "PARTLY_INVALIDATED", False),
        ("PP01", "PRESERVED", False),
    ],
)
def test_gazette_code_is_an_event(code: str, event: str, needs_named_day: bool) -> None:
    entry = read_gazette_code(code)
    assert entry is not None
    assert (entry.event, entry.needs_named_day, entry.mark) == (event, needs_named_day, Mark.MEMORY)


def test_unknown_gazette_code_is_none() -> None:
    assert read_gazette_code("ZZ99") is None


@pytest.mark.parametrize(
    ("text", "events", "classes"),
    [
        ("授权", ("GRANTED",), {PublicClass.IN_FORCE}),
        ("有权", (), {PublicClass.IN_FORCE}),
        ("审中", (), {PublicClass.PENDING}),
        ("实质审查", ("EXAM_ENTERED",), {PublicClass.PENDING}),
        ("公开", ("PUBLISHED",), {PublicClass.PENDING}),
        ("失效", (), {PublicClass.ENDED}),
        ("权利终止", (), {PublicClass.ENDED}),
        ("未缴年费", ("TERMINATED_UNPAID",), {PublicClass.ENDED}),
        ("期限届满", ("TERM_ENDED",), {PublicClass.ENDED}),
        ("撤回", ("WITHDRAWN",), {PublicClass.ENDED}),
        ("撤回-视为撤回", ("DEEMED_WITHDRAWN",), {PublicClass.ENDED}),
        ("驳回", ("REFUSAL_FINAL",), {PublicClass.ENDED}),
        ("避免重复授权放弃", ("SURRENDERED",), {PublicClass.ENDED}),
        ("专利权的终止（①未缴年费专利权终止）", ("TERMINATED_UNPAID",), {PublicClass.ENDED}),
        ("专利权的终止未缴纳年费专利权终止", ("TERMINATED_UNPAID",), {PublicClass.ENDED}),
        ("专利权的无效、部分无效宣告专利权全部无效", ("INVALIDATED",), {PublicClass.ENDED}),
        ("专利申请权、专利权的转移专利权的转移", ("TRANSFERRED",), set()),
        ("有效；质押", ("PLEDGED",), {PublicClass.IN_FORCE}),
    ],
)
def test_status_words(text: str, events: tuple[str, ...], classes: set[PublicClass]) -> None:
    reading = read_status_words(text)
    assert reading.events == events
    assert reading.classes == classes
    assert reading.unknown == ()


def test_unknown_word_is_reported_beside_what_was_understood() -> None:
    reading = read_status_words("授权 | 天晓得")
    assert (reading.events, reading.unknown) == (("GRANTED",), ("天晓得",))
    assert read_status_words("未授权").entries == ()


def test_contradiction_of_the_source_shows() -> None:
    assert len(read_status_words("有效,失效").classes) == 2


def test_empty_text_says_nothing() -> None:
    assert read_status_words("  ") == read_status_words("")
    assert read_status_words("") == ((), ())


@pytest.mark.parametrize(
    ("text", "events"),
    [("已注册", ("REGISTERED",)), ("注销", ()), ("初审公告", ("PUBLISHED",)), ("异议中", ("OPPOSED",))],
)
def test_trademark_words(text: str, events: tuple[str, ...]) -> None:
    reading = read_status_words(text, machine="trademarks")
    assert (reading.events, reading.unknown) == (events, ())
