"""Pages, API, console and documentation of procedures: what they show, to whom, and what they refuse."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.conftest import NOW
from tests.core.matters.conftest import House
from tests.core.matters.test_matters import CLUE
from tests.web.tools import tool
from zhichan.cli import main
from zhichan.core.access.roles import Role
from zhichan.core.matters import loading
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.bpmn import bpmn_of
from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.loading import (
    Found,
    all_procedures,
    chosen,
    compared_with,
    in_force_on,
    procedure_on,
    version_of,
)
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.people.models import ApiToken, Person
from zhichan.core.people.queries.people import digest_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
LEAD = next(one for one in all_procedures() if one.name == "lead")
MARKS = Counter(
    source.mark.value
    for source in (
        *(move.basis for move in LEAD.moves),
        *(duty.within.basis for duty in LEAD.duties),
        *(one.basis for duty in LEAD.duties for one in duty.within.extensions),
    )
)
LIST = "/matters/procedures/"
PAGE = f"{LIST}lead/"


def second_version(of: Procedure) -> Procedure:
    """The lead with a shorter time to decide, and without the state a transfer leads to."""
    within = replace(of.move("file").within[0], limit=Limit(10, Unit.WORKING_DAY))
    moves = tuple(
        replace(one, within=(within,) if one.name in ("file", "decline") else one.within)
        for one in of.moves
        if one.name != "transfer"
    )
    states = tuple(one for one in of.states if one.name != "transferred")
    return replace(of, version=2, in_force_from=date(2026, 6, 1), states=states, moves=moves)


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Procedure]:
    newer, found = second_version(LEAD), loading._found
    monkeypatch.setattr(loading, "_found", lambda: [*found(), Found(newer, "lead.py:1")])
    all_procedures.cache_clear()
    version_of.cache_clear()
    yield newer
    monkeypatch.undo()
    all_procedures.cache_clear()
    version_of.cache_clear()


def text_of(html: str) -> str:
    """The words of the main part in a line."""
    main_part = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main_part))


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_anybody_sees_every_procedure_with_its_marks() -> None:
    words = text_of(shown(Client(), LIST))
    for one in in_force_on(NOW.date()):
        assert f"{one.label} " in words
    numbers = f"线索核查 1 2021-07-15 {len(LEAD.states)} {len(LEAD.moves)} {len(LEAD.duties)}"
    assert f"{numbers} 已核对 {MARKS['verified']} " in words.replace("可以申请 ", "")


def test_the_page_shows_diagram_guide_limits_and_moves() -> None:
    html = shown(Client(), PAGE)
    assert 'style="' not in html
    assert html.count('<svg class="flow"') == 1
    words = text_of(html)
    assert "第 1 版，自 2021-07-15 起施行" in words
    assert "可以“批准延长核查”，仍在本环节。" in words
    assert "可以“决定立案”，到“已立案”。" in words
    assert "自登记起 15 个工作日内 不计入：检测、检验、检疫、鉴定、权利人辨认" in words
    assert "市场监督管理投诉举报处理暂行办法第三十一条 已核对" in words
    assert "改了什么" not in words


@pytest.mark.parametrize("procedure", in_force_on(NOW.date()), ids=lambda one: one.name)
def test_a_guide_leads_to_asking_and_following_where_the_procedure_is_open_to_all(
    procedure: Procedure,
) -> None:
    html = shown(Client(), f"{LIST}{procedure.name}/")
    assert (f'href="/public/submit/{procedure.name}/"' in html) is procedure.is_public
    assert ('href="/public/follow/"' in html) is procedure.is_public


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}nothing/",
        f"{PAGE}?version=9",
        f"{PAGE}?version=x",
        f"{PAGE}?version=-1",
        f"{PAGE}?version={'9' * 30}",
        f"{PAGE}bpmn/?version=9",
        f"{LIST}nothing/bpmn/",
    ],
)
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_pages_only_read() -> None:
    assert [Client().post(one).status_code for one in (LIST, PAGE, f"{PAGE}bpmn/")] == [405, 405, 405]


def test_the_bpmn_file_is_the_export() -> None:
    response = Client().get(f"{PAGE}bpmn/")
    assert response.content == bpmn_of(LEAD)
    assert etree.fromstring(response.content).tag.endswith("definitions")
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="lead-1.bpmn"'


def test_pages_need_few_queries(
    signed_in: Callable[..., Client],
    house: House,
    django_assert_max_num_queries: Any,
    two_versions: Procedure,
) -> None:
    client = signed_in(Role.CASE_OFFICER, house.unit)
    with django_assert_max_num_queries(8):
        shown(client, LIST)
    with django_assert_max_num_queries(9):
        shown(client, PAGE)


class TestOfTwoVersions:
    def test_the_page_is_that_of_the_one_in_force_and_says_what_changed(
        self, two_versions: Procedure
    ) -> None:
        words = text_of(shown(Client(), PAGE))
        assert "第 2 版，自 2026-06-01 起施行" in words
        assert "第 1 版到第 2 版改了什么" in words
        assert "移送有管辖权部门 动作 取消" in words
        assert "期限： 自登记起 15 个工作日内 自登记起 10 个工作日内" in words

    def test_the_older_one_is_still_there(self, two_versions: Procedure) -> None:
        words = text_of(shown(Client(), f"{PAGE}?version=1"))
        assert "第 1 版，自 2021-07-15 起施行" in words
        assert "第 1 版到第 2 版改了什么" in words

    def test_open_matters_keep_theirs_and_are_counted_for_whoever_may_see_them(
        self, house: House, signed_in: Callable[..., Client], two_versions: Procedure
    ) -> None:
        early = NOW.replace(month=3)
        for _n in range(3):
            matter = open_matter(Opening("lead", "示例", house.unit, CLUE), by=house.officer, at=early)
            assert matter.version == 1
        said = "在办事项里有 3 件按第 1 版开办"
        client = signed_in(Role.CASE_OFFICER, house.unit)
        assert said in text_of(shown(client, PAGE))
        assert "在办事项里有" not in text_of(shown(Client(), PAGE))

    def test_which_one_is_chosen(self, two_versions: Procedure) -> None:
        assert chosen("lead", None, date(2026, 5, 31)) == LEAD
        assert chosen("lead", None, date(2026, 6, 1)) == two_versions
        assert chosen("lead", None, date(2001, 1, 1)) == LEAD
        assert chosen("lead", 1, date(2026, 6, 1)) == LEAD
        assert compared_with(LEAD) == compared_with(two_versions) == (LEAD, two_versions)
        assert compared_with(procedure_on("complaint_mediation", date(2026, 1, 1))) is None


class TestThroughTheApi:
    @pytest.fixture
    def get(self, person: Callable[..., Person], house: House) -> Callable[..., tuple[int, Any]]:
        ApiToken.objects.create(
            person=person(Role.FIRM_USER, house.unit),
            label="test",
            digest=digest_of("secret"),
            scopes=["matters.procedure.view"],
            created_at=NOW,
            expires_on=date(2027, 1, 1),
        )

        def ask(path: str, **query: Any) -> tuple[int, Any]:
            response = Client().get(f"/api/v1{path}", query, headers={"Authorization": "Bearer secret"})
            return response.status_code, response.json()

        return ask

    def test_the_list(self, get: Callable[..., tuple[int, Any]]) -> None:
        status, found = get("/procedures")
        assert status == 200
        assert [(one["name"], one["version"]) for one in found["items"]] == [
            (one.name, one.version) for one in all_procedures()
        ]
        [lead] = [one for one in found["items"] if one["name"] == "lead"]
        assert (lead["states"], lead["moves"]) == (len(LEAD.states), len(LEAD.moves))
        assert lead["marks"] == dict(MARKS)

    def test_one_procedure(self, get: Callable[..., tuple[int, Any]]) -> None:
        status, found = get("/procedures/lead")
        assert status == 200
        assert found["main_road"] == ["registered", "verifying", "filed"]
        assert [state["name"] for state in found["states"]] == [state.name for state in LEAD.states]
        [move] = [one for one in found["moves"] if one["name"] == "transfer"]
        assert (move["leaves"], move["to"]) == (["registered", "verifying"], "transferred")
        [decide] = [one for one in found["limits"] if one["name"] == "decide"]
        assert decide["limit"] == {
            "amount": 15,
            "unit": "working_day",
            "roll": "next_working_day",
            "backwards": False,
        }
        assert decide["moves"] == ["file", "decline"]
        assert decide["extensions"][0]["basis"]["mark"] == "memory"

    def test_the_bpmn_as_text(self, get: Callable[..., tuple[int, Any]]) -> None:
        assert get("/procedures/lead/bpmn", version=1) == (
            200,
            {"name": "lead", "version": 1, "xml": bpmn_of(LEAD).decode()},
        )

    @pytest.mark.parametrize(
        "path", ["/procedures/nothing", "/procedures/lead?version=9", "/procedures/x/bpmn"]
    )
    def test_what_is_not_there_is_not_found(self, get: Callable[..., tuple[int, Any]], path: str) -> None:
        assert get(path)[0] == 404


class TestOnTheConsole:
    def test_all_of_them_in_a_line_each(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["procedures"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == len(all_procedures())
        numbers = f"{len(LEAD.states)} 个状态、{len(LEAD.moves)} 个动作、{len(LEAD.duties)} 个期限"
        assert f"lead\t线索核查\t第 1 版\t自 2021-07-15\t{numbers}" in lines

    def test_json_says_what_the_api_says(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["procedures", "--json"]) == 0
        assert [one["name"] for one in json.loads(capsys.readouterr().out)] == [
            one.name for one in all_procedures()
        ]
        assert main(["procedures", "lead", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["main_road"] == ["registered", "verifying", "filed"]

    def test_one_in_words(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["procedures", "lead"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "线索核查（lead）第 1 版，自 2021-07-15 起施行"
        assert "主线：已登记 → 核查中 → 已立案" in lines
        assert "移送有管辖权部门（transfer）：已登记、核查中 → 已移送；部门负责人" in lines

    def test_bpmn_goes_to_a_file_or_to_the_output(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        path = tmp_path / "lead.bpmn"
        assert main(["procedures", "lead", "--bpmn", str(path)]) == 0
        assert path.read_bytes() == bpmn_of(LEAD)
        capsys.readouterr()
        assert main(["procedures", "lead", "--bpmn", "-"]) == 0
        assert capsys.readouterr().out == bpmn_of(LEAD).decode()

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["nothing"], "没有程序“nothing”"),
            (["lead", "--version", "9"], "没有程序“lead”第 9 版"),
            (["--bpmn", "x.bpmn"], "要和程序名一起写"),
            (["--version", "1"], "要和程序名一起写"),
            (["lead", "--bpmn", "/nowhere/at/all/x.bpmn"], "写不了"),
            (["lead", "--bpmn", "x.bpmn", "--json"], "只能写一个"),
        ],
    )
    def test_what_cannot_be_done_is_refused_in_one_line(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
    ) -> None:
        assert main(["procedures", *arguments]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert words in told.err
        assert told.err.count("\n") == 1


def test_the_pages_of_the_documentation_are_current() -> None:
    pages = tool("procedure_pages")
    assert pages.stale(pages.pages()) == [], "run .venv/bin/python tools/procedure_pages.py"
