"""Trains the model of entity resolution from named firms and writes it into the package.

    PYTHONPATH=src python tools/train_resolution.py [--shared FOLDER] [--version 2] [--only PAIRING]

Splink forms and compares the pairs; from their known labels, m is how often a level occurs among pairs of one
firm and u among pairs of two firms *that met in the same block*. Taking u inside the blocks, not from
random pairs, is what makes an equal stem weigh little and a differing region much. Only the tuning side of
the truth is read (tests/rooms/registry/resolution/truth.py).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from splink.backends.duckdb import DuckDBAPI

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.rooms.registry.resolution.measuring import TASKS, outcomes, sides  # noqa: E402
from tests.rooms.registry.resolution.truth import Mention, assignees, chinese_firms  # noqa: E402
from zhichan.rooms.registry.resolution import Decision, Outcome, Rule  # noqa: E402
from zhichan.rooms.registry.resolution.model import FILE, settings_of, stored_model  # noqa: E402
from zhichan.rooms.registry.resolution.pairings import CROSS, HAN, LATIN, PAIRINGS, Pairing  # noqa: E402
from zhichan.rooms.registry.resolution.records import columns_of, seen  # noqa: E402
from zhichan.rooms.registry.resolution.scoring import predict, prepare  # noqa: E402

PACKAGE = ROOT / "src/zhichan/rooms/registry/resolution"
QUEUED = {HAN: 0.1, CROSS: 0.1, LATIN: 0.1}
MARGIN = 1.0
PRECISION = 0.99
CUTS = (0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.993, 0.995, 0.997, 0.998, 0.999)
NEVER = 1.1
NOTE = (
    "m and u counted on labelled pairs that share a block; thresholds chosen on the same tuning side for a "
    "precision of at least 0.99 of joined names."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--version", default="2")
    parser.add_argument("--only", choices=list(QUEUED), help="count one pairing anew, keep the rest")
    chosen = parser.parse_args()
    if chosen.only:
        _retrain(chosen.only, chosen.shared, chosen.version)
        return
    read = _mentions(chosen.shared)
    model = {
        "version": chosen.version,
        "trained_on": date.today().isoformat(),  # noqa: DTZ011
        "note": NOTE,
        "thresholds": {"joined": dict.fromkeys(QUEUED, CUTS[0]), "queued": QUEUED, "margin": MARGIN},
        "pairings": {pairing.name: _trained(pairing, read[pairing.name]) for pairing in PAIRINGS},
    }
    _write(model)
    stored_model.cache_clear()
    model["thresholds"]["joined"] = _chosen(chosen.shared)
    _write(model)


def _retrain(name: str, shared: Path, version: str) -> None:
    """One pairing counted anew; the others and the thresholds stay as they are stored."""
    model = json.loads((PACKAGE / FILE).read_text(encoding="utf-8"))
    pairing = next(pairing for pairing in PAIRINGS if pairing.name == name)
    model["pairings"][name] = _trained(pairing, _mentions(shared)[name])
    _write({**model, "version": version, "trained_on": date.today().isoformat()})  # noqa: DTZ011


def _mentions(shared: Path) -> dict[str, Sequence[Mention]]:
    """What each pairing is counted on: the tuning side only."""
    firms = chinese_firms(shared).tuning
    return {HAN: _han(firms), CROSS: firms, LATIN: assignees(shared, "nber-subset").tuning}


def _write(model: dict[str, Any]) -> None:
    (PACKAGE / FILE).write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def _chosen(shared: Path) -> dict[str, float]:
    """Per pairing the lowest cut above which joins by likeness are right often enough, on all tasks."""
    found: dict[str, list[tuple[float, bool]]] = {HAN: [], CROSS: [], LATIN: []}
    for name in TASKS:
        for decision, right in outcomes(*sides(name, shared, testing=False)):
            if decision.outcome == Outcome.JOINED and decision.rule == Rule.LIKENESS:
                found[_pairing_of(decision)].append((decision.similarity, right))
    return {pairing: _cut(joins) for pairing, joins in found.items()}


def _pairing_of(decision: Decision) -> str:
    parts = {reason.part for reason in decision.reasons}
    return LATIN if "words" in parts else CROSS if "sound" in parts else HAN


def _cut(joins: list[tuple[float, bool]]) -> float:
    """The cut with its joins at the wanted precision, at least 30 of them; else one that is never reached."""
    for cut in CUTS:
        above = [right for similarity, right in joins if similarity >= cut]
        print(f"{cut}: {len(above)} joins, {sum(above)} right")
        if len(above) >= 30 and sum(above) / len(above) >= PRECISION:
            return cut
    return NEVER


def _han(mentions: Iterable[Mention]) -> list[Mention]:
    return [mention for mention in mentions if mention.sort not in ("english", "patentee")]


def _trained(pairing: Pairing, mentions: Iterable[Mention]) -> dict[str, Any]:
    named = sorted({(m.firm, m.printed, m.region) for m in mentions})
    rows = [seen(printed, region, "", person=False) for _firm, printed, region in named]
    connection = duckdb.connect()
    connection.register("all_names", columns_of(rows, [True] * len(rows)))
    prepare(connection, "names", pairing)
    scored = predict(DuckDBAPI(connection=connection), "names", settings_of(pairing, 0.1, {}), None)
    firms = [firm for firm, _printed, _region in named]
    chosen = ", ".join(f'"gamma_{comparison.part}"' for comparison in pairing.comparisons)
    asked = f"select unique_id_l, unique_id_r, {chosen} from {scored}"
    pairs = connection.execute(asked).fetchall()
    return _counted(pairing, [(firms[left] == firms[right], gammas) for left, right, *gammas in pairs])


def _counted(pairing: Pairing, pairs: list[tuple[bool, list[int]]]) -> dict[str, Any]:
    """The share of each level among pairs of one firm and of two, with one added to every count."""
    same = sum(is_same for is_same, _gammas in pairs)
    levels: dict[str, dict[str, list[float]]] = {}
    for at, comparison in enumerate(pairing.comparisons):
        told = [level.name for level in comparison.levels if not level.is_null]
        counts = {name: [1, 1] for name in told}
        for is_same, gammas in pairs:
            if gammas[at] >= 0:
                counts[comparison.level_of(gammas[at])][0 if is_same else 1] += 1
        totals = [sum(pair[side] for pair in counts.values()) for side in (0, 1)]
        levels[comparison.part] = {
            name: [round(pair[side] / totals[side], 6) for side in (0, 1)] for name, pair in counts.items()
        }
    return {
        "probability": round(same / len(pairs), 6),
        "pairs": len(pairs),
        "of_one_firm": same,
        "levels": levels,
    }


if __name__ == "__main__":
    main()
