"""Plain text files (纯文本)."""

from __future__ import annotations

import html
import re

from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source.builder import TextBuilder, clean
from zhichan.rooms.plan.reading.source.encoding import decode
from zhichan.rooms.plan.reading.source.limits import MAX_TXT_BYTES, refuse_if_large

# Entities that a page leaves behind when its text is copied out by a program.
_ENTITIES = re.compile(
    r"&(?:nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|mdash|middot|hellip|lt|gt|amp|quot|#\d{2,5});"
)
# Pinyin that some converters leave after a character: 产(chǎn)权(quán), at times twice or without its tone.
_TONED = re.compile(r"(?<=[\u4e00-\u9fff)）])[(（](?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])\w{1,6}\s?[)）]")
_PLAIN = re.compile(
    r"(?<=[\u4e00-\u9fff)）])[(（](?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?[aeiouv]{1,3}(?:ng?|r)?\s?[)）]"
)
_FLOOD = {_TONED: 10, _PLAIN: 40}


def read_txt(data: bytes, name: str) -> SourceText:
    """The text of a plain file, its lines as they are."""
    refuse_if_large(len(data), MAX_TXT_BYTES, name, "文本文件")
    decoded = decode(data, name)
    builder = TextBuilder(name)
    builder.text(clean(without_ghosts(decoded.text)))
    return builder.finish("txt", decoded=decoded)


def without_ghosts(text: str, *, entities: bool = True) -> str:
    """``text`` without left-over entities and, where they flood it, pinyin in brackets."""
    if entities:
        text = _ENTITIES.sub(lambda match: html.unescape(match[0]), text)
    for pinyin, flood in _FLOOD.items():
        if len(pinyin.findall(text)) >= flood:
            text = pinyin.sub("", text)
    return text
