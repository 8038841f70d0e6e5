"""The page that supervisors ask."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_service_answers_while_its_database_does():
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert Client().post("/healthz").status_code == 405
