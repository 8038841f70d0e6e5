"""Fixtures shared by every test: a temporary data folder, an office with units and people, signed-in clients.

The database is SQLite in a temporary folder, or the PostgreSQL that ZHICHAN_DATABASE_URL names.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.template.base import Template
from django.test import client as client_module
from django.test.utils import _TestState, instrumented_test_render
from django.utils import translation

# What is imported and collected stays: it is not looked through for garbage, then or later.
gc.disable()

# What a test writes need not outlive the machine, and most of writing is waiting for the disk: it is written
# to memory, where that is a file system with room and no other place is asked for.
_MEMORY, _ROOM = Path("/dev/shm"), 4 * 2**30
if "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    tempfile.tempdir = str(_MEMORY)

# Settings read the environment, so it is set before Django is; that is why pytest does not name them.
_DATA_DIR = Path(tempfile.mkdtemp(prefix="zhichan-test-"))
(_DATA_DIR / "static").mkdir()
os.environ["ZHICHAN_DATA_DIR"] = str(_DATA_DIR)
os.environ.setdefault("ZHICHAN_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ["DJANGO_SETTINGS_MODULE"] = "zhichan.config.settings"
django.setup()
connection.settings_dict["TEST"]["MIGRATE"] = False
_NAME_BEFORE_TESTS = connection.settings_dict["NAME"]


def _keep_connection(**_signal: object) -> None:
    """Stands where Django closes old connections: a reply that is closed must not close its test's."""


# Django's test client takes its own receiver off and puts it back on around each request.
for signal in (request_started, request_finished):
    signal.disconnect(close_old_connections)
client_module.close_old_connections = _keep_connection

# Speed is for the benchmarks: on a busy machine a law is slow to draw and no less true. CI draws the same
# examples every time, so that a change is judged by what it changes; other runs go on looking for new ones.
hypothesis.settings.register_profile(
    "steady",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("steady")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from run_tests import WITHOUT_DATABASE  # noqa: E402  the path first

_DATABASE_FIXTURES = {"db", "transactional_db", "site_factory"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that touch no database: they ask for no fixture of one and bear no mark of one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not fixtures & _DATABASE_FIXTURES and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.no_database)
        elif item.nodeid.startswith(WITHOUT_DATABASE):
            raise pytest.UsageError(f"{item.nodeid} asks for a database: here none of PostgreSQL is tested")


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The tables are made from the models, which is much quicker, and every migration counts as applied.

    That migrations make the same tables is the matter of tests/core/upkeep/test_restore.py. A run none of
    whose tests asks for the database has made none: what the settings name is no test database, and every
    worker of the run has that same one.
    """
    if connection.settings_dict["NAME"] == _NAME_BEFORE_TESTS:
        return
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in MigrationLoader(connection, ignore_no_migrations=True).graph.nodes:
            recorder.record_applied(app, name)


@pytest.fixture(scope="session", autouse=True)
def _render_as_served(django_test_environment) -> None:
    """Without the copy of every context that Django keeps of every template: a seventh of a page's time."""
    Template._render = _TestState.saved_data.template_render


_FOLDERS = count()


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of the test's own, as pytest's; every test has one, and most leave it empty: then it goes."""
    folder = tmp_path_factory.getbasetemp() / f"test-{next(_FOLDERS)}"
    folder.mkdir(mode=0o700)
    yield folder
    with suppress(OSError):
        folder.rmdir()


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pages of this test are rendered with is kept, for ``response.context``."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


@pytest.fixture(autouse=True)
def _test_settings(settings, tmp_path: Path) -> None:
    """Cheap password hashing, unhashed static files, a file store of the test's own, and the usual language:
    a page asked for in another one leaves that to the thread."""
    translation.deactivate()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def shared() -> Path:
    """The folder of real material beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("no folder 'shared' beside the checkout: real documents are not tested")
    return SHARED


@pytest.fixture
def unit(db) -> Callable[..., object]:
    """Makes a unit: ``unit("云川区科技局", kind="bureau", parent=None)``."""
    from zhichan.core.people.models import Unit

    def make(name: str, kind: str = Unit.Kind.BUREAU, parent: Unit | None = None) -> Unit:
        return Unit.objects.get_or_create(
            name=name, defaults={"kind": kind, "parent": parent, "source": "test"}
        )[0]

    return make


@pytest.fixture
def office(unit):
    """The office that runs the installation."""
    return unit("云川区知识产权局", kind="office")


@pytest.fixture
def person(db) -> Callable[..., object]:
    """Makes a person with one role in one unit: ``person(Role.PLAN_OFFICER, office)``."""
    from zhichan.core.people.models import Person, Post

    def make(role, unit=None, *, username: str | None = None):
        username = username or f"{role}-{unit.pk if unit else 0}"
        found = Person.objects.filter(username=username).first()
        if found:
            return found
        made = Person(
            username=username, name=f"{role.label}{unit.pk if unit else ''}", created_at=NOW, source="test"
        )
        made.set_password("correct-horse-battery")
        made.save()
        Post.objects.create(person=made, unit=unit, role=role, from_on=date(2020, 1, 1), source="test")
        return made

    return make


@pytest.fixture
def actor(person) -> Callable[..., object]:
    """Makes an actor with one role in one unit, backed by a real person."""
    from zhichan.core.people.queries import actor_of

    def make(role, unit=None):
        return actor_of(person(role, unit), TODAY)

    return make


@pytest.fixture
def signed_in(person) -> Callable[..., object]:
    """Makes a Django test client signed in with one role in one unit: with a session, without signing in."""
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client

    def make(role, unit=None) -> Client:
        session, owner, client = SessionStore(), person(role, unit), Client()
        session[auth.SESSION_KEY] = str(owner.pk)
        session[auth.BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[auth.HASH_SESSION_KEY] = owner.get_session_auth_hash()
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return make


@pytest.fixture
def system():
    from zhichan.core.access.actor import system_actor

    return system_actor("test")


@pytest.fixture
def frozen_now(monkeypatch) -> datetime:
    """The pages' clock stands at NOW (actions take the time as an argument and need no freezing)."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def every_write_noted(db) -> Iterator[None]:
    """Whatever an action of this test changes of what is searched, it must have told the index of."""
    from tests.noting import watched

    with watched():
        yield
