"""Browsers of the people of the house, and a clock that stands where a test puts it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from tests.core.matters.conftest import at
from tests.core.matters.sample_procedures import installed as installed
from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Person

NOW = at("2026-02-12 09:00")


@pytest.fixture
def browser() -> Callable[[Actor], Client]:
    """A browser signed in as somebody."""

    def make(actor: Actor) -> Client:
        owner = Person.objects.get(pk=actor.id)
        session, client = SessionStore(), Client()
        session[auth.SESSION_KEY] = str(owner.pk)
        session[auth.BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[auth.HASH_SESSION_KEY] = owner.get_session_auth_hash()
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return make


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Puts the clock of the pages to an instant."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    put(NOW)
    return put
