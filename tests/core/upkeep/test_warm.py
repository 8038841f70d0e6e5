"""Children of the warm process: as one begun anew, on their own installation, and killed like one."""

from __future__ import annotations

import signal

from tests.core.upkeep.sites import NewSite

WHERE = """
from django.conf import settings
from django.core.files.storage import default_storage
say(settings.DATA_DIR, default_storage.location, connection.settings_dict["NAME"], *sys.argv[1:])
"""


def test_each_works_on_its_own_installation(new_site: NewSite) -> None:
    for site in (new_site(), new_site()):
        folder = site.data_dir.resolve()
        told = site.run(WHERE, "one", 2).split()
        assert told == [str(folder), str(folder / "files"), site.database_name, "one", "2"]


def test_what_it_is_told_and_how_it_ends_comes_through(new_site: NewSite) -> None:
    with new_site().start("say(sys.stdin.readline().strip()); sys.exit(3)") as child:
        assert child.stdin is not None
        child.stdin.write("请收\n")
        child.stdin.flush()
        assert child.communicate() == ("请收\n", None)
    assert child.returncode == 3
    with new_site().start("raise ValueError('broken')") as child:
        assert child.stdout is not None
        assert child.stdout.read() == ""
    assert child.returncode == 1


def test_it_is_killed_in_the_midst(new_site: NewSite) -> None:
    with new_site().start("say('before'); sys.stdin.readline(); say('after')") as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "before\n"
        child.kill()
        assert child.stdout.read() == ""
    assert child.returncode == -signal.SIGKILL
