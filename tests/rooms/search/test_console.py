"""``zhichan search``: what it finds as text and JSON, everything found as a file, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from zhichan import cli
from zhichan.core.imports.reading.upload import read_upload
from zhichan.core.search import exporting
from zhichan.core.search.collection import collection_of
from zhichan.rooms.registry.models import Patent

from .finding import indexed, several

pytestmark = pytest.mark.django_db
MORE_THAN_A_CHUNK = 505


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder for files, beside those of the installation."""
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.fixture
def said(capsys):
    """Runs a search: the exit code, standard output, standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main(["search", *(str(word) for word in words)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def titles_in(path: Path) -> list[str]:
    """The titles of a written file, in its order, read by other readers than wrote it."""
    if path.suffix == ".csv":
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    else:
        rows = [
            ["" if cell is None else str(cell) for cell in one] for one in load_workbook(path).active.values
        ]
    head = next(number for number, one in enumerate(rows) if one[0] == "申请号")
    column = rows[head].index("名称")
    return [one[column] for one in rows[head + 1 :]]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_everything_found_is_written_in_the_order_of_the_list(officer, said, place: Path, kind: str) -> None:
    indexed(several(MORE_THAN_A_CHUNK), officer)
    path = place / f"found.{kind.upper()}"
    code, out, err = said("TI=焊接", "--sort", "filed_on", "--export", path, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["count"], told["rows"], told["file"]) == (MORE_THAN_A_CHUNK, MORE_THAN_A_CHUNK, str(path))
    renamed = path.rename(place / f"found.{kind}")
    rows = Patent.objects.order_by("filed_on", "pk").values_list("title", flat=True)
    assert titles_in(renamed) == list(rows)
    assert len(read_upload(renamed.read_bytes()).rows) > MORE_THAN_A_CHUNK
    above = (
        renamed.read_text(encoding="utf-8-sig")
        if kind == "csv"
        else str(list(load_workbook(renamed).active.iter_rows(max_row=6, values_only=True)))
    )
    assert "TI=焊接" in above
    assert told["snapshot"] in above
    assert list(place.iterdir()) == [renamed]


def test_a_docx_is_written_and_the_count_is_said(officer, said, place: Path) -> None:
    indexed(several(2), officer)
    path = place / "found.docx"
    code, out, _err = said("焊接", "--export", path)
    assert code == 0
    assert out.startswith("2 件已写入")
    words = "\n".join(one.text for one in Document(str(path)).paragraphs)
    assert "焊接钢管1" in words
    assert "焊接钢管2" in words


def test_a_bad_target_is_refused_in_one_line_and_leaves_nothing(officer, said, place: Path) -> None:
    indexed(several(2), officer)
    (place / "file").write_text("x")
    (place / "folder.csv").mkdir()
    before = sorted(place.iterdir())
    for target, words in (
        ("found.exe", "只能导出 xlsx、csv 或 docx"),
        ("found", "只能导出 xlsx、csv 或 docx"),
        ("nowhere/found.csv", "nowhere/found.csv"),
        ("file/found.csv", "file/found.csv"),
        ("folder.csv", "folder.csv"),
    ):
        code, out, err = said("焊接", "--export", place / target)
        assert (code, out, err.count("\n")) == (2, "", 1), target
        assert words in err
        assert "Traceback" not in err
    assert sorted(place.iterdir()) == before
    assert not list((place / "folder.csv").iterdir())


def test_a_file_that_was_there_stays_where_nothing_can_be_written(
    officer, said, place: Path, monkeypatch
) -> None:
    indexed(several(3), officer)
    path = place / "found.csv"
    path.write_text("before")
    assert said("TI=(", "--export", path)[0] == 2
    monkeypatch.setitem(exporting.MOST_ROWS, "csv", 2)
    code, _out, err = said("焊接", "--export", path)
    assert (code, "最多导出 2 件" in err) == (2, True)
    assert path.read_text() == "before"
    monkeypatch.setitem(exporting.MOST_ROWS, "csv", 3)
    assert said("焊接", "--export", path)[0] == 0
    assert "焊接钢管3" in path.read_text(encoding="utf-8-sig")


def test_counts_hits_and_facets_are_told_as_json(officer, said) -> None:
    indexed(several(5), officer)
    assert said("TI=焊接", "--count")[:2] == (0, "5\n")
    told = json.loads(said("TI=焊接", "--limit", 2, "--facet", "SC", "--sort", "filed_on", "--json")[1])
    first = Patent.objects.order_by("filed_on", "pk").first()
    assert (told["count"], len(told["hits"]), told["hits"][0]["title"]) == (5, 2, first.title)
    assert told["facets"]["public_class"] == [{"value": "in_force", "label": "有效", "count": 5}]
    hit = told["hits"][0]
    for name in ("kind", "status"):
        said = {"value": getattr(first, name), "label": getattr(first, f"get_{name}_display")()}
        assert hit[name] == said
    assert hit["class"] == {"value": "in_force", "label": "有效"}


def test_facets_stand_in_json_though_none_was_named(officer, said) -> None:
    indexed(several(5), officer)
    told = json.loads(said("TI=焊接", "--json")[1])["facets"]
    assert list(told) == [one.name for one in collection_of("patent").facets]
    assert told["public_class"] == [{"value": "in_force", "label": "有效", "count": 5}]
    assert "法律状态" not in said("TI=焊接")[1]


def test_no_hits_asked_for_are_counts_and_facets_alone(officer, said) -> None:
    indexed(several(5), officer)
    for more in ((), ("--facet", "SC")):
        code, out, _err = said("TI=焊接", "--limit", 0, *more, "--json")
        told = json.loads(out)
        assert (code, told["count"], told["hits"]) == (0, 5, [])
        assert told["facets"]["public_class"] == [{"value": "in_force", "label": "有效", "count": 5}]
        assert ("kind" in told["facets"]) is not bool(more)
    code, out, err = said("TI=焊接", "--limit", 0)
    assert (code, err, out.startswith("5 件"), "法律状态：有效 5" in out) == (0, "", True, True)
    assert "焊接钢管" not in out
    assert said("TI=没有", "--limit", 0)[1].startswith("0 件")


def test_a_facet_is_named_as_in_the_query(officer, said) -> None:
    indexed(several(2), officer)
    for name in ("SC", "ST", "法律状态", "状态大类"):
        code, out, _err = said("焊接", "--facet", name, "--json")
        assert (code, list(json.loads(out)["facets"])) == (0, ["public_class"]), name
    assert "法律状态：有效 2" in said("焊接", "--facet", "ST")[1]
    code, _out, err = said("焊接", "--facet", "PN")
    assert (code, "“PN”不能统计" in err, "SC 状态大类" in err) == (2, True, True)


def test_a_refusal_tells_the_place_and_is_json_where_that_is_asked_for(officer, said) -> None:
    indexed(several(1), officer)
    code, out, err = said("TI=焊接 AND 发名人=张")
    assert (code, out) == (2, "")
    assert "是不是 IN（发明人）" in err
    assert "（第 11 个字起：发名人）" in err
    for words in (("--json",), ("--json", "--count")):
        code, out, err = said("TI=焊接 AND 发名人=张", *words)
        assert (code, err) == (2, "")
        told = json.loads(out)["error"]
        assert (told["code"], told["text"], told["start"], told["end"]) == ("query_error", "发名人", 10, 13)
        assert told["message"] == told["problem"] + told["hint"]
    code, out, _err = said("焊接", "--in", "nonsense", "--json")
    assert (code, list(json.loads(out)["error"])) == (2, ["code", "message"])


def test_how_a_line_was_taken_is_told(officer, said) -> None:
    indexed(several(2), officer)
    code, _out, err = said("焊接 和 钢管")
    assert (code, "“和”按词检索" in err, "可改为：焊接 AND 钢管" in err) == (0, True, True)
    [note] = json.loads(said("KD=外观", "--json")[1])["notes"]
    assert (note["message"], note["start"], note["end"]) == ("“外观”按类型检索：外观设计。", 3, 5)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("TI=(",), "括号"),
        (("焊接", "--sort", "title"), "title"),
        (("焊接", "--facet", "nonsense"), "nonsense"),
        (("焊接", "--in", "nonsense"), "nonsense"),
        (("AN=(202010003427.3, 202010003428.3)",), "2 个号码有问题"),
        (("焊接", "--limit", "-1"), "--limit"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(officer, said, words: tuple, told: str) -> None:
    indexed(several(1), officer)
    code, out, err = said(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err
