"""The command line: what it prints, its exit codes, and that it stays quick and free of Django."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.rooms.plan.reading import rendering
from zhichan import cli
from zhichan.cli import main
from zhichan.rooms.plan import commands
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.schema import as_json, json_text
from zhichan.rooms.plan.reading.source import limits

CLEAN = """关于印发《青禾区知识产权强企行动方案》的通知
各有关单位：
现将方案印发给你们，请认真贯彻执行。
青禾区知识产权局
2021年11月18日
青禾区知识产权强企行动方案
为加强知识产权保护，结合我区实际，制定本方案，请认真组织实施，确保各项任务落到实处，取得实效。
一、主要任务
1.培育高价值专利。围绕重点产业组建培育中心。（区科技局负责；持续推进）
2.推动商标品牌建设。支持企业注册商标。（区市场监管局负责；持续推进）
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "规划.txt"
    path.write_text(rendering.PLAN, encoding="utf-8")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run ``zhichan`` in this process; gives exit code, standard output and standard error."""

    def _run(*words: str | Path) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return _run


def test_read_json_prints_exactly_the_reading(run, plan: Path) -> None:
    code, out, err = run("plan", "read", plan, "--json")
    assert (code, err) == (0, "")
    assert out == json_text(as_json(read_plan(plan.read_bytes(), "x")))
    assert "text" not in json.loads(out)


def test_read_json_with_text_adds_the_text(run, plan: Path) -> None:
    code, out, _ = run("plan", "read", "--json", "--with-text", plan)
    assert code == 0
    assert json.loads(out)["text"] == rendering.PLAN


def test_read_prints_a_summary_for_people(run, plan: Path) -> None:
    code, out, err = run("plan", "read", plan)
    assert (code, err) == (0, "")
    assert out.startswith("青禾区“十四五”知识产权发展规划\n五年规划　规划期 2021—2025　云泽市　青禾区\n")
    for word in (
        "青禾政办发〔2021〕27号",
        "印发 2021-11-18",
        "指标",
        "有效发明专利拥有量",
        "420",
        "区科技局",
        "持续推进",
    ):
        assert word in out, word


def test_read_of_a_text_that_is_no_plan_says_what_it_found(run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("[red]没有标题的一段话。\n", encoding="utf-8")
    code, out, _ = run("plan", "read", path)
    assert code == 0
    assert "（没有读到标题）" in out
    assert "其他　规划期 —" in out


def test_check_without_findings_exits_0(run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(CLEAN, encoding="utf-8")
    code, out, err = run("plan", "check", path)
    assert (code, out, err) == (0, "没有发现问题。\n", "")


def test_check_with_findings_exits_1_and_says_on_which_line(run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(CLEAN.replace("2021年11月18日", "20211"), encoding="utf-8")
    code, out, _ = run("plan", "check", path)
    assert code == 1
    assert "警告 第 5 行：日期“20211”残缺，按 2021-01 理解。 damaged-date" in out


def test_check_says_contradictions(run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    text = rendering.PLAN.replace("培育知识产权优势企业12家", "有效发明专利拥有量达到900件")
    path.write_text(text, encoding="utf-8")
    code, out, _ = run("plan", "check", path)
    assert code == 1
    assert re.search(r"警告 第 \d+ 行：.*900.* figures-differ", out)


def test_notes_alone_are_no_findings(run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("青禾区知识产权强企行动方案\n" + CLEAN.split("行动方案\n")[1], encoding="utf-8")
    code, out, _ = run("plan", "check", path)
    assert code == 0
    assert "提示 没有读到印发日期。 no-issue-date" in out


def test_check_json_prints_conflicts_and_lints_only(run, plan: Path) -> None:
    _, out, _ = run("plan", "check", plan, "--json")
    assert list(json.loads(out)) == ["schema", "conflicts", "lints"]


@pytest.mark.parametrize("verb", ["read", "check"])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("没有.txt", "找不到文件"),
        (".", "是文件夹"),
        ("空.txt", "文件是空的"),
        ("x\0y", "参数值不对"),
        ("长" * 300, "无法读取"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(run, tmp_path: Path, verb: str, name: str, message: str) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    code, out, err = run("plan", verb, tmp_path / name)
    assert (code, out) == (2, "")
    assert message in err
    assert err.startswith("zhichan: ")
    assert err.count("\n") == 1


def test_a_file_that_may_not_be_read_is_refused(run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    code, _, err = run("plan", "read", plan)
    assert code == 2
    assert "没有读取权限" in err


def test_a_file_larger_than_any_plan_is_not_even_opened(
    run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MAX_FILE_BYTES", 100)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("opened"))
    code, _, err = run("plan", "read", plan)
    assert code == 2
    assert "超过上限" in err
    assert limits.MAX_FILE_BYTES == 100_000_000


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan", "read"], "缺少参数"),
        (["plan"], "命令用法不对"),
        (["nonsense"], "命令用法不对"),
        (["plan", "read", "--nonsense", "x"], "没有这个选项"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run, words: list[str], message: str) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert message in err
    assert err.count("\n") == 1


def test_no_words_print_the_help(run) -> None:
    code, out, _ = run()
    assert code == 0
    for verb in cli.VERBS:
        assert f"{verb.name} " in out
        assert verb.help in out


def test_an_interruption_is_said(run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise typer.Abort

    monkeypatch.setattr(commands, "read_plan", interrupt)
    code, _, err = run("plan", "read", plan)
    assert (code, err) == (2, "zhichan: 已中断。\n")


def test_every_verb_has_a_home() -> None:
    for verb in cli.VERBS:
        target = cli._target(verb)
        assert isinstance(target, typer.Typer) or callable(target), verb.name


def test_a_function_verb_gets_its_options_and_unknown_ones_pass_on(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[list[str]] = []

    def verb(arguments: list[str]) -> None:
        handed.append(arguments)

    monkeypatch.setattr(sys.modules[__name__], "_handed", verb, raising=False)
    monkeypatch.setattr(cli, "VERBS", (cli.Verb("pass", f"{__name__}:_handed", "x", passes_on=True),))
    assert run("pass", "migrate", "--check")[0] == 0
    assert handed == [["migrate", "--check"]]


def test_a_bar_is_shown_only_on_a_terminal(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with commands._progress("x") as progress:
        assert progress is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with commands._progress("x") as progress:
        assert progress is not None
        progress(1, 2)


def process(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``zhichan`` as a process of its own. How long that takes is a row of `make bench`."""
    command = [sys.executable, "-m", "zhichan.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_names_the_verbs() -> None:
    done = process("--help")
    assert done.returncode == 0
    assert "plan" in done.stdout


def test_reading_a_plan_needs_no_django(plan: Path) -> None:
    done = process("plan", "read", plan, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["document"]["doc_number_normal"] == "青禾政办发〔2021〕27号"
    probe = (
        "import sys, zhichan.rooms.plan.commands; print([m for m in sys.modules if m.startswith('django')])"
    )
    assert (
        subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_a_reader_that_hangs_up_early_causes_no_traceback(plan: Path) -> None:
    command = f"'{sys.executable}' -m zhichan.cli plan read '{plan}' --json | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "{\n"
    assert done.stderr == ""
