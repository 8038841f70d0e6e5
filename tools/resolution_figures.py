"""Prints the figures of docs/registry-resolution.md: precision, recall, queue, and what names can tell.

    PYTHONPATH=src python tools/resolution_figures.py [--shared FOLDER] [--tuning]

Without ``--tuning`` on the testing side, on which nothing is chosen.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.rooms.registry.resolution.evidence import bound  # noqa: E402
from tests.rooms.registry.resolution.measuring import TASKS, task  # noqa: E402

_HEAD = (
    "| task | names | due | joined | precision | recall | queued per 1,000 | of those right "
    "| recall with queue |"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--tuning", action="store_true")
    chosen = parser.parse_args()
    testing = not chosen.tuning
    print(_HEAD)
    for name in TASKS:
        found = task(name, chosen.shared, testing=testing)
        shares = (found.precision, found.recall, found.precision_of_queue, found.recall_with_queue)
        precision, recall, right, with_queue = (f"{share:.3f}" for share in shares)
        print(
            f"| {name} | {found.names:,} | {found.due:,} | {found.joined:,} | {precision} | {recall} | "
            f"{found.queued_per_1000:.0f} | {right} | {with_queue} |"
        )
    print(bound(chosen.shared, testing=testing))


if __name__ == "__main__":
    main()
