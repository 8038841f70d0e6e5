"""Names of what people keep: on one line, and nothing twice under one."""

from __future__ import annotations

import pytest

from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.naming import kept_once, named
from zhichan.core.people.models import Unit


def test_blanks_and_breaks_become_one_blank() -> None:
    assert named("  焊接\n 跟踪\t一 ", 60) == "焊接 跟踪 一"
    assert named("焊" * 60, 60) == "焊" * 60


@pytest.mark.parametrize("typed", ["", " \n ", "焊" * 61, "焊接\x00", "焊\u200b接"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="最多 60 个字") as refused:
        named(typed, 60)
    assert refused.value.details == {"field": "name"}


@pytest.mark.django_db
def test_what_stands_already_is_refused_and_all_of_the_writing_undone() -> None:
    def write(*names: str) -> None:
        with kept_once("已有这个单位。", name=names[-1]):
            for name in names:
                Unit.objects.create(name=name, kind=Unit.Kind.BUREAU, source="test")

    write("云川区科技局")
    with pytest.raises(Conflict, match="已有") as refused:
        write("云川区司法局", "云川区科技局")
    assert refused.value.details == {"name": "云川区科技局"}
    assert list(Unit.objects.values_list("name", flat=True)) == ["云川区科技局"]
