"""The sound of characters."""

from __future__ import annotations

import pytest

from zhichan.rooms.registry.names.pinyin import first_syllables, reading, sound


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("天津", "tianjin"),
        ("北京", "beijing"),
        ("深圳", "shenzhen"),
        ("鑫源", "xinyuan"),
        ("华阳A1", "huayangA1"),
        ("绿", "lv"),
        ("成都", "chengdu"),
        ("中", "zhong"),
        ("座", "zuo"),
        ("啊", "a"),
    ],
)
def test_readings(text, spelled):
    assert sound(text) == spelled


def test_unknown_character_has_no_reading():
    assert reading("\U00020000") == ""


@pytest.mark.parametrize(
    ("spelled", "start"),
    [
        ("changannew", "changan"),
        ("hongxiangyixintang", "hongxiang"),
        ("zhuang", ""),
        ("zhuangyuan", "zhuangyuan"),
        ("bestway", ""),
        ("", ""),
    ],
)
def test_first_two_syllables(spelled, start):
    assert first_syllables(spelled, 2) == start
