"""Work alongside: the same results in the same order, few chunks or many; what fails there fails here."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable

import pytest
from django.utils.translation import get_language, override

from zhichan.core.registers.collecting import rarely_collected
from zhichan.core.registers.importing.alongside import WORTH_IT, alongside


def squares(offset: int) -> Callable[[list[int]], list[int]]:
    return lambda chunk: [number * number + offset for number in chunk]


def process_of() -> Callable[[int], tuple[int, str]]:
    return lambda _chunk: (os.getpid(), str(get_language()))


def failing(at: int) -> Callable[[int], int]:
    def work(chunk: int) -> int:
        if chunk == at:
            raise ValueError(f"chunk {chunk} cannot be")
        return chunk

    return work


def ending(at: int) -> Callable[[int], int]:
    def work(chunk: int) -> int:
        if chunk == at:
            os._exit(9)
        return chunk

    return work


@pytest.mark.parametrize("count", [0, 1, WORTH_IT - 1, WORTH_IT, 4 * WORTH_IT])
def test_every_chunk_comes_back_in_order(count: int) -> None:
    chunks = [[n, n + 1] for n in range(count)]
    assert list(alongside(squares, (7,), iter(chunks))) == [
        (chunk, [number * number + 7 for number in chunk]) for chunk in chunks
    ]


def test_few_chunks_stay_here_and_many_go_to_one_other_process_in_the_same_language() -> None:
    with override("en"):
        [(_, here)] = alongside(process_of, (), [1])
        there = {found for _, found in alongside(process_of, (), range(WORTH_IT))}
    assert here == (os.getpid(), "en")
    [(process, language)] = there
    assert process != os.getpid()
    assert language == "en"


@pytest.mark.parametrize("count", [3, 2 * WORTH_IT])
def test_what_fails_there_fails_here(count: int) -> None:
    done = []
    with pytest.raises(ValueError, match="chunk 2 cannot be"):
        done += [result for _, result in alongside(failing, (2,), range(count))]
    assert done == []


def test_a_process_that_ends_is_told() -> None:
    with pytest.raises(RuntimeError, match="ended before its work"):
        list(alongside(ending, (4,), range(3 * WORTH_IT)))


def test_chunks_larger_than_a_pipe_do_not_block() -> None:
    chunks = [list(range(200_000)) for _ in range(WORTH_IT)]
    assert [result[-1] for _, result in alongside(squares, (0,), chunks)] == [199_999**2] * WORTH_IT


def test_whoever_stops_early_leaves_no_process() -> None:
    source = alongside(process_of, (), range(10 * WORTH_IT))
    _, (process, _language) = next(source)
    source.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_collector_is_as_before_once_the_last_is_done_in_whatever_order():
    before = gc.get_threshold()
    first, second = rarely_collected(), rarely_collected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > before[0]
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
    with pytest.raises(ValueError, match="broken"), rarely_collected():
        raise ValueError("broken")
    assert gc.get_threshold() == before
