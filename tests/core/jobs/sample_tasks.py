"""Tasks for the worker's tests."""

from __future__ import annotations

from django_tasks import task


@task()
def double(number: int) -> int:
    return number * 2


@task()
def fail() -> None:
    raise LookupError("此任务总是失败")
