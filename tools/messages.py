"""Keeps the message catalogues: zh_Hant made from the source strings, en written by people.

    python tools/messages.py --compile    make the .mo files (set-up does; needs nothing installed)
    python tools/messages.py --update     read all sources, add and drop messages, make zh_Hant anew
    python tools/messages.py --check      exit 1 when a catalogue is stale, incomplete or breaks a placeholder

Source strings are Chinese in simplified characters. zh_Hant is OpenCC's standard conversion (s2t) with the
terms of zh_Hant/overrides.txt put right afterwards; nobody edits it.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from catalogue import Catalogue, Key, mo_bytes, po_text, read_po
from extraction import messages_in

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "zhichan"
LOCALE = SOURCE / "locale"
OVERRIDES = LOCALE / "zh_Hant" / "overrides.txt"
LANGUAGES = {
    "zh_Hant": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%%|%[sd]|\{\w*\}")
# What a word order may leave out or say twice is not counted; which names are used must agree.


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> Catalogue:
    path = po_path(language)
    words = read_po(path) if path.is_file() else {}
    return Catalogue(language, LANGUAGES[language], words)


def made(language: str, places: dict[Key, list[str]]) -> Catalogue:
    """The catalogue as it should be for the messages the sources hold now."""
    known = stored(language).words
    catalogue = Catalogue(language, LANGUAGES[language])
    convert = traditional() if language == "zh_Hant" else None
    for key in sorted(places, key=lambda key: (places[key][0], key)):
        if convert is not None:
            catalogue.words[key] = (convert(key.text),)
        else:
            catalogue.words[key] = known.get(key, ())
    return catalogue


def traditional():  # type: ignore[no-untyped-def]
    """The conversion to traditional characters, with our terms after it."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    lines = OVERRIDES.read_text(encoding="utf-8").splitlines()
    terms = [line.split("\t") for line in lines if line and not line.startswith("#")]

    def converted(text: str) -> str:
        text = convert(text)
        for wrong, right in terms:
            text = text.replace(wrong, right)
        return text

    return converted


def update() -> int:
    places = messages_in(SOURCE)
    for language in LANGUAGES:
        catalogue = made(language, places)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po_text(catalogue, places), encoding="utf-8")
        open_ones = sum(1 for words in catalogue.words.values() if not words)
        print(f"{language}: {len(catalogue.words)} 条，待译 {open_ones} 条")
    return 0


def compile_all() -> int:
    """Write by rename: a running product never reads half a catalogue."""
    for language in LANGUAGES:
        target = po_path(language).with_suffix(".mo")
        draft = target.with_suffix(".draft")
        draft.write_bytes(mo_bytes(stored(language)))
        draft.replace(target)
    return 0


def check() -> int:
    places = messages_in(SOURCE)
    problems = []
    for language in LANGUAGES:
        wanted, path = made(language, places), po_path(language)
        if not path.is_file() or path.read_text(encoding="utf-8") != po_text(wanted, places):
            problems.append(f"{path.relative_to(ROOT)} 与源码不一致：运行 tools/messages.py --update")
        for key, words in wanted.words.items():
            place = places[key][0]
            if not words or not all(words):
                problems.append(f"{language} 未译：{place}: {key.text[:60]!r}")
            problems += [
                f"{language} 占位符不符：{place}: {key.text[:60]!r}" for word in words if clashes(key, word)
            ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def clashes(key: Key, word: str) -> bool:
    """Whether a translation names other placeholders than the source."""
    expected = set(_PLACEHOLDER.findall(key.text)) | set(_PLACEHOLDER.findall(key.plural))
    return set(_PLACEHOLDER.findall(word)) != expected


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--compile", action="store_const", const=compile_all, dest="run")
    task.add_argument("--update", action="store_const", const=update, dest="run")
    task.add_argument("--check", action="store_const", const=check, dest="run")
    run = parser.parse_args().run
    return int(run())


if __name__ == "__main__":
    sys.exit(main())
