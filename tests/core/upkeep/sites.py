"""Whole installations of their own: a data folder and a database, used in this process or by a child.

The migrated test database serves as template, so that a fresh installation costs little.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.core.upkeep.warm import Child
from zhichan.core.upkeep.tables import make_tables

NAME_BEFORE_TESTS = settings.DATABASES["default"]["NAME"]
SERVER_URL = os.environ.get("ZHICHAN_DATABASE_URL", "")
# A server of the run's own (tools/run_tests.py) goes with its databases: dropping each costs a checkpoint.
DATABASES_STAY = "ZHICHAN_TEST_SERVER_GOES" in os.environ
PRELUDE = """
import sys
from datetime import UTC, date, datetime, timedelta
import django
django.setup()
from django.db import connection, transaction
from zhichan.core.access.actor import system_actor
by, at = system_actor("test"), datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
def say(*words):
    print(*words, flush=True)
"""


@dataclass(frozen=True)
class Site:
    """An installation. ``url`` is empty on SQLite, whose database lies in the data folder."""

    data_dir: Path
    url: str

    @property
    def database_name(self) -> str:
        return urlsplit(self.url).path.lstrip("/") if self.url else str(self.data_dir / "zhichan.sqlite3")

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "ZHICHAN_DATABASE_URL"}
        chosen = {"ZHICHAN_DATABASE_URL": self.url} if self.url else {}
        return {**kept, **chosen, "ZHICHAN_DATA_DIR": str(self.data_dir)}

    @contextmanager
    def here(self) -> Iterator[None]:
        """This process works on the site: its database and its data folder."""
        engine_is_sqlite = connection.vendor == "sqlite"
        assert engine_is_sqlite == (not self.url), "the engine of a process cannot be changed"
        assert not connection.in_atomic_block, "a test works on a site or in a transaction (db), not both"
        kept, name, folder = connection.connection, connection.settings_dict["NAME"], settings.DATA_DIR
        connection.connection, connection.settings_dict["NAME"] = None, self.database_name
        settings.DATA_DIR = self.data_dir
        try:
            yield
        finally:
            connection.close()
            connection.connection, connection.settings_dict["NAME"] = kept, name
            settings.DATA_DIR = folder

    def start(self, code: str, *arguments: object) -> Child | subprocess.Popen[str]:
        """A child process on the site: ``code`` runs after Django is set up, lines come from stdout."""
        words = tuple(map(str, arguments))
        if bool(self.url) == bool(SERVER_URL):
            return Child(self.environment, PRELUDE + code, words)
        return subprocess.Popen(  # with the other engine, which the warm process has not
            [sys.executable, "-c", PRELUDE + code, *words],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str, *arguments: object) -> str:
        child = self.start(code, *arguments)
        output, _errors = child.communicate()
        assert child.returncode == 0
        return output


NewSite = Callable[..., Site]


def _server(statement: str) -> None:
    with psycopg.connect(SERVER_URL, autocommit=True) as server:
        server.execute(statement)


def _url_of(name: str) -> str:
    return urlsplit(SERVER_URL)._replace(path=f"/{name}").geturl() if SERVER_URL else ""


@pytest.fixture(scope="session")
def template_site(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Site]:
    """A migrated installation nobody works on.

    It is a copy of the test database, which is empty between tests. pytest-django makes none when no
    test of the run asks for it; then the installation is migrated here.
    """
    name = f"site_template_{secrets.token_hex(4)}"
    site = Site(tmp_path_factory.mktemp("template"), _url_of(name))
    with django_db_blocker.unblock():
        if connection.settings_dict["NAME"] == NAME_BEFORE_TESTS:
            _migrated(site)
        else:
            _copied(site)
    yield site
    if site.url and not DATABASES_STAY:
        _server(f"DROP DATABASE {name} WITH (FORCE)")


def _migrated(site: Site) -> None:
    if site.url:
        _server(f"CREATE DATABASE {site.database_name}")
    with site.here():
        make_tables()


def _copied(site: Site) -> None:
    if site.url:
        connection.close()  # PostgreSQL copies a database only while nobody is connected to it
        try:
            _server(f"CREATE DATABASE {site.database_name} TEMPLATE {connection.settings_dict['NAME']}")
        except psycopg.errors.ObjectInUse:  # a test left a thread of its own connected
            _migrated(site)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(site.database_name)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=WAL")  # as a first start leaves it


@pytest.fixture(scope="session")
def site_factory(template_site: Site, django_db_blocker) -> Iterator[Callable[..., Site]]:
    """Makes installations below a folder, and removes their databases when the session ends."""
    made: list[str] = []

    def make(folder: Path, *, bare: bool = False) -> Site:
        name = f"site_{secrets.token_hex(6)}"
        site = Site(folder / name, _url_of(name))
        site.data_dir.mkdir()
        if site.url:
            template = "" if bare else f"TEMPLATE {template_site.database_name}"
            _server(f"CREATE DATABASE {name} {template}")
            made.append(name)
        elif not bare:
            shutil.copyfile(template_site.database_name, site.database_name)
        return site

    yield make
    for name in () if DATABASES_STAY else made:
        _server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_site(site_factory: Callable[..., Site], tmp_path: Path, django_db_blocker) -> Iterator[NewSite]:
    """``new_site()`` is a migrated installation, ``new_site(bare=True)`` one with an empty database."""
    with django_db_blocker.unblock():
        yield partial(site_factory, tmp_path)
