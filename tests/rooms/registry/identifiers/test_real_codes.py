"""Classes, places and industries against the real tables beside the checkout."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.rooms.registry.identifiers.real_files import json_of, rows_of, text_of
from zhichan.rooms.registry.identifiers import classifications, industries, places
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused


@pytest.fixture
def lists(shared: Path) -> Path:
    return shared / "data"


def test_the_whole_ipc_scheme_is_read_and_the_keys_sort_as_it_does(lists):
    """75,830 lines: three symbols are malformed in the file, every other key is the file's own symbol."""
    keys, problems = [], 0
    for row in rows_of(lists / "ipc_scheme" / "ipc_2020_en.tsv.gz", delimiter="\t"):
        try:
            symbol = classifications.parse(row["symbol"])
        except IdentifierRefused:
            problems += 1
            continue
        assert symbol.key == row["symbol"] == classifications.parse(symbol.printed).key
        keys.append(symbol.key)
    assert (len(keys), problems) == (75827, 3)
    assert keys == sorted(keys)


def test_main_classes_of_a_city_list_are_ipc_or_for_designs_locarno(lists):
    read: Counter[str] = Counter()
    for row in rows_of(lists / "cn_patents_abstracts" / "patents.csv.gz"):
        try:
            classifications.parse(row["主分类号"])
            read["ipc"] += 1
        except IdentifierRefused:
            classifications.parse_locarno(row["主分类号"])
            read["locarno"] += 1
    assert read == {"ipc": 6512, "locarno": 133}


def test_lists_of_symbols_in_real_cells(lists):
    cells = [row["分类号"] for row in rows_of(lists / "cn_patents_small" / "cnipr_export_199.csv")]
    assert _counted(cells) == (236, 0)
    cells = [
        row["Original IPC All"] for row in rows_of(lists / "world_patents" / "wipson_export_1415.csv.gz")
    ]
    assert _counted(cells) == (4546, 0)


def test_cpc_symbols_of_an_export_and_of_a_scheme_file(lists):
    path = lists / "world_patents" / "derwent_synbio_644.csv.gz"
    symbols = [part for row in rows_of(path) for part in row["cpc_codes"].split(";") if part.strip()]
    read = [classifications.parse_cpc(part) for part in symbols if part.strip() != "NA"]
    assert (len(symbols), len(read)) == (2502, 2410)
    scheme = text_of(lists / "ipc_scheme" / "cpc_scheme_A01L_sample.xml")
    written = [part.split("<")[0] for part in scheme.split("<classification-symbol>")[1:]]
    assert all(classifications.parse_cpc(part).subclass == "A01L" for part in written if len(part) > 3)


def test_the_table_of_industries_has_every_parent_and_every_letter(lists):
    codes = [row["code"] for row in rows_of(lists / "gb4754" / "gbt4754_2017.csv")]
    read = [industries.parse(code) for code in codes]
    assert Counter(code.level for code in read) == {
        "section": 20,
        "division": 97,
        "group": 473,
        "class": 1381,
    }
    assert all(parent in codes for code in read for parent in code.parents)
    assert all(industries.parse(code[1:]).key == code for code in codes if len(code) > 1)


def test_the_list_of_divisions_is_read_down_to_the_townships(lists):
    townships = json_of(lists / "admin_divisions" / "townships_v1.json.gz")
    count = 0
    for county, entry in townships.items():
        for code in entry["townships"].values():
            place = places.parse(code)
            assert place.level == "township"
            assert places.parse(county).key in place.parents
            count += 1
    assert count == 38749


def _counted(cells: list[str]) -> tuple[int, int]:
    read = [classifications.parse_ipc_list(cell) for cell in cells]
    return sum(len(symbols) for symbols, _ in read), sum(len(problems) for _, problems in read)
