"""Baselines of the indicator table held against what the background says was reached (基期与现状)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from zhichan.rooms.plan.reading.background import Statement, statements_of
from zhichan.rooms.plan.reading.model import Conflict, Outline, Target
from zhichan.rooms.plan.reading.targets.likeness import core_of, coverage, pairs_of
from zhichan.rooms.plan.reading.targets.linking import measure_of, plain, scale_of
from zhichan.rooms.plan.reading.wording import number_words

ONE_FIGURE = "两处可视为同一数字"

_ALIKE = 0.5  # of the weighted character pairs of a row's name
_ACHIEVED_ALIKE = 0.7


def baseline_conflicts(outline: Outline, rows: Sequence[Target]) -> Iterator[Conflict]:
    """Background figures that differ from the baseline of their indicator; zero beside an achievement."""
    based = [row for row in rows if row.baseline is not None]
    if not based:
        return
    common = _common_pairs(rows)
    for statement in statements_of(outline):
        row = _row_meant(statement, based, common)
        if row is None:
            continue
        if statement.quantity is None:
            yield _achievement(outline, statement, row)
        elif _value(statement) != plain(_base(row), row.unit):
            yield _figure(outline, statement, row)


def _base(row: Target) -> Decimal:
    assert row.baseline is not None  # only rows with a baseline are asked
    return row.baseline.value


def _common_pairs(rows: Sequence[Target]) -> list[str]:
    """Character pairs in the names of several rows: they tell little."""
    counts = Counter(pair for row in rows for pair in pairs_of(core_of(row.name)))
    return [pair for pair, count in counts.items() if count > 1]


def _row_meant(statement: Statement, rows: Sequence[Target], common: Sequence[str]) -> Target | None:
    """The row whose name the words of a clause hold."""
    words = core_of(statement.words)
    best: tuple[float, Target] | None = None
    for row in rows:
        core = core_of(row.name)
        if statement.quantity is None:
            score = coverage(core, words) if _base(row) == 0 else 0.0
            enough = score >= _ACHIEVED_ALIKE
        else:
            score = coverage(core, words, common)
            enough = score >= _ALIKE and _speaks_of(core, words) and _same_measure(statement, row)
        if enough and (best is None or score > best[0]):
            best = (score, row)
    return best[1] if best else None


def _speaks_of(core: str, words: str) -> bool:
    """Every character of the name, and not too much else: a clause on something larger is another figure."""
    return set(core) <= set(words) and len(words) <= 2 * len(core) + 4


def _same_measure(statement: Statement, row: Target) -> bool:
    if statement.quantity is None or row.unit is None:
        return True
    return measure_of(row.unit) in ("", statement.quantity.measure)


def _value(statement: Statement) -> Decimal:
    assert statement.quantity is not None  # the caller has asked
    return plain(statement.quantity.low, statement.quantity.unit)


def _figure(outline: Outline, statement: Statement, row: Target) -> Conflict:
    assert statement.quantity is not None  # the caller has asked
    quantity = statement.quantity
    said = f"{number_words(quantity.low)}{quantity.unit or ''}"
    base = number_words(_base(row))
    when = f"{row.baseline.year}年" if row.baseline and row.baseline.year else "基期"
    text = _printed(outline, statement)
    what = f"现状与基期不一致：正文“{text}”为{said}，指标表“{row.name}”{when}为{base}{row.unit or ''}"
    return Conflict(
        (row.id, statement.span),
        what,
        _rounding(statement, row)
        or (
            "两处相差较大，可能口径不同（累计与当年、申报与通过），不能当作同一数字；请核对后由经办人确定基期值。"
        ),
    )


def _rounding(statement: Statement, row: Target) -> str | None:
    """How a rounder figure relates to the baseline: rounded, or cut off."""
    assert statement.quantity is not None  # the caller has asked
    quantity = statement.quantity
    scale = Decimal(scale_of(quantity.unit))
    exact = plain(_base(row), row.unit) / scale
    step = Decimal(1).scaleb(int(quantity.low.as_tuple().exponent))
    said, base = f"{number_words(quantity.low)}{quantity.unit or ''}", number_words(_base(row))
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if rounded == quantity.low:
        return f"{said}是{base}四舍五入的写法，{ONE_FIGURE}；基期以{base}为准。"
    if exact.quantize(step, rounding=ROUND_DOWN) == quantity.low:
        return (
            f"{said}是{base}截去尾数的约数（四舍五入应为{number_words(rounded)}{quantity.unit or ''}），"
            f"{ONE_FIGURE}；基期以{base}为准。"
        )
    return None


def _achievement(outline: Outline, statement: Statement, row: Target) -> Conflict:
    text = _printed(outline, statement)
    when = f"{row.baseline.year}年" if row.baseline and row.baseline.year else "基期"
    what = f"现状与基期不一致：正文“{text}”说明已有，指标表“{row.name}”{when}为0"
    reading = "基期为0与正文已有的成果不符，可能口径不同（国家级与其他级别、当年新增与累计）；请核对基期。"
    return Conflict((row.id, statement.span), what, reading)


def _printed(outline: Outline, statement: Statement) -> str:
    return "".join(outline.source.text[slice(*statement.span)].split()).rstrip(",，。;；")
