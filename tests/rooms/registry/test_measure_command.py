"""``zhichan measure``: what it prints for people and for programs, and what it refuses."""

from __future__ import annotations

import json

import pytest

from zhichan.cli import main
from zhichan.core.access.roles import Role
from zhichan.core.measures.declaration import all_measures
from zhichan.core.measures.models import MeasureRun
from zhichan.rooms.registry.models import Patent

from .test_imports import take_in
from .test_many_measures import DISTRICT, HEADS, RIGHTS, csv_of, places, population

__all__ = ["places", "population"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
IN_FORCE = ("measure", "inventions_in_force", "--on", "2026-06-30")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def rights(places, population, officer):
    return take_in(csv_of(RIGHTS, HEADS), officer)


def printed(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_without_a_name_it_lists_every_measure(capsys) -> None:
    listed = json.loads(printed(capsys, "measure", "--json"))
    assert [one["name"] for one in listed] == [one.name for one in all_measures()]
    shown = printed(capsys, "measure").splitlines()
    assert [line.split("\t")[0] for line in shown] == [one["name"] for one in listed]


def test_a_figure_and_its_rows(capsys, rights) -> None:
    found = json.loads(printed(capsys, *IN_FORCE, "--rows", "--json"))
    assert found["numerator"] == len(found["rows"]["ids"]) > 0
    assert set(found["rows"]["ids"]) <= set(Patent.objects.values_list("pk", flat=True))
    assert MeasureRun.objects.get().rows_digest == found["rows_digest"]
    shown = printed(capsys, *IN_FORCE, "--rows")
    assert f"分子 {found['numerator']}" in shown
    assert " ".join(map(str, found["rows"]["ids"])) in shown


def test_all_figures_of_a_region_at_once_keep_nothing(capsys, rights) -> None:
    arguments = ("measure", "--all", "--region", DISTRICT, "--on", "2026-06-30", "--known", "2026-11-01")
    found = json.loads(printed(capsys, *arguments, "--json"))
    told = {figure["measure"] for figure in found["figures"]} | set(found["left_out"])
    assert told >= {one.name for one in all_measures()}
    shown = printed(capsys, *arguments)
    assert shown.count("行摘要") == len(found["figures"])
    assert all(f"{name}：缺必选的选项" in shown for name in found["left_out"])
    assert not MeasureRun.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["measure", "nothing"], "nothing"),
        (["measure", "inventions_in_force", "--all"], "不再写指标名"),
        (["measure", "inventions_in_force", "--option", "kind"], "名=值"),
        (["measure", "inventions_in_force", "--option", "colour=red"], "colour"),
        (["measure", "inventions_in_force", "--on", "2026-02-30"], "参数值不对"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(capsys, arguments: list[str], words: str) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert told.err.count("\n") == 1
