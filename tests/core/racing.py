"""Two processes of one installation that do the same at the same time, the second while the first still may.

``RACER`` comes after ``CASES``, a dictionary of functions that take ``"one"`` or ``"other"``.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.core.upkeep.sites import Site
from tests.core.upkeep.warm import Child

Racer = Child | subprocess.Popen[str]
RACER = """
from django.db.utils import Error as DatabaseError
from zhichan.core.errors import ZhichanError
say("ready")
for line in sys.stdin:
    name = line.strip()
    if not name:
        continue
    try:
        with transaction.atomic():
            CASES[name](sys.argv[1])
            say("did"); sys.stdin.readline()
        say("done")
    except ZhichanError as refusal:
        say(type(refusal).__name__)
    except DatabaseError as failure:
        say("failed with", type(failure).__name__)
"""
# Long enough for the second to come to where it must wait, or to go past where it should.
HEAD_START_SECONDS = 0.4


@dataclass(frozen=True)
class Race:
    one: Racer
    other: Racer

    def outcome(self, case: str) -> str:
        """How the second fared that came while the first had written and not yet committed."""
        _tell(self.one, f"{case}\n")
        assert _heard(self.one) == "did"
        _tell(self.other, f"{case}\n\n")
        time.sleep(HEAD_START_SECONDS)
        _tell(self.one, "\n")
        assert _heard(self.one) == "done"
        outcome = _heard(self.other)
        return _heard(self.other) if outcome == "did" else outcome


@contextmanager
def race(site: Site, cases: str) -> Iterator[Race]:
    """Both processes, ended with the block."""
    racers = [site.start(cases + RACER, name) for name in ("one", "other")]
    try:
        for racer in racers:
            assert _heard(racer) == "ready"
        yield Race(*racers)
    finally:
        for racer in racers:
            racer.kill()
            racer.communicate()


def _tell(racer: Racer, text: str) -> None:
    assert racer.stdin is not None
    racer.stdin.write(text)
    racer.stdin.flush()


def _heard(racer: Racer) -> str:
    assert racer.stdout is not None
    return racer.stdout.readline().strip()
