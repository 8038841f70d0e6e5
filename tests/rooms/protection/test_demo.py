"""What the demo district has in the protection room: something of every sort, all of it samples."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.db.models import Count
from django.test import override_settings

from zhichan.core.by_name import ByName
from zhichan.core.matters.models import Matter, MatterEvent, Obligation, Participant
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.upkeep import demo as demo_module
from zhichan.core.upkeep.demo import demo_part
from zhichan.rooms.plan.demo.load import load_demo
from zhichan.rooms.protection.demo import many
from zhichan.rooms.protection.queries.certificates import expiring_certificates
from zhichan.rooms.protection.queries.people import valid_certificates

from .samples import ROSTERS

TODAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo of 2026-11-20, loaded once for this file and taken back after it."""
    kept = override_settings(
        DATA_DIR=tmp_path_factory.mktemp("demo"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with kept, django_db_blocker.unblock(), transaction.atomic():
        assert load_demo(TODAY, without=["registry.rights", "protection.many_matters"]) is True
        yield
        transaction.set_rollback(True)


def test_every_roster_has_rows_and_all_are_samples(demo):
    counts = {register.name: register.model._default_manager.count() for register in ROSTERS}
    assert counts == {
        "protection.officer": 4,
        "protection.mediator": 3,
        "protection.expert": 3,
        "protection.investigator": 2,
        "protection.station": 3,
        "protection.platform": 2,
    }
    for register in ROSTERS:
        rows = register.model._default_manager.all()
        assert all(row.is_sample and row.is_shown and row.owner_unit_id and row.source for row in rows)
        assert not any(row.phone and not row.phone.startswith("0000-") for row in rows)
    people = Person.objects.in_bulk(["banan", "banan2"], field_name="username")
    assert valid_certificates([one.pk for one in people.values()], TODAY) == {
        one.pk for one in people.values()
    }
    assert valid_certificates(["示例甲"], TODAY) == frozenset()
    assert [one.name for one in expiring_certificates(TODAY, 60)] == ["纪明章"]
    keeper = actor_of(people["banan"], TODAY)
    assert all(register.current(keeper).exists() for register in ROSTERS)


def test_a_part_of_the_demo_is_declared_once(monkeypatch):
    monkeypatch.setattr(demo_module, "_PARTS", ByName("demo part"))
    demo_part("x")(lambda _today: None)
    with pytest.raises(ValueError, match="twice"):
        demo_part("x")(lambda _today: None)


def test_matters_under_way_are_samples_with_clocks_and_numbers(demo):
    found = list(Matter.objects.order_by("pk").values_list("procedure", "state", "is_sample", "is_open"))
    assert found == [
        ("lead", "verifying", True, True),
        ("penalty_ordinary", "investigating", True, True),
        ("patent_adjudication", "served", True, True),
        ("rights_aid", "accepted", True, True),
    ]
    assert Obligation.objects.filter(matter__procedure="lead", name="decide", is_open=True).exists()
    assert all(number.endswith("〔2026〕1号") for number in Matter.objects.values_list("number", flat=True))


@pytest.mark.parametrize("today", [date(2026, 1, 2), date(2028, 2, 29), date(2026, 12, 31)])
def test_three_years_of_matters_are_told_alike_each_time_and_end_before_today(today):
    tales = list(many.tales_until(today))
    assert tales == list(many.tales_until(today))
    assert len(tales) == many.HOW_MANY == 300
    days = [tale.day for tale in tales]
    assert days == sorted(days)
    assert (today - days[0]).days > 900
    assert days[-1] < today
    assert {tale.procedure for tale in tales} == {
        "complaint_mediation",
        "lead",
        "rights_aid",
        "penalty_summary",
        "penalty_ordinary",
    }


def test_many_matters_are_samples_most_settled_and_some_open(demo, monkeypatch):
    monkeypatch.setattr(many, "HOW_MANY", 50)
    before = set(Matter.objects.values_list("pk", flat=True))
    many.load_many(TODAY)
    made = Matter.objects.exclude(pk__in=before)
    told = list(many.tales_until(TODAY))
    assert sorted(made.values_list("title", flat=True)) == sorted(tale.title for tale in told)
    assert not made.filter(is_sample=False).exists()
    assert all("示例" in name for name in Participant.objects.values_list("name", flat=True))
    ends = dict(made.values_list("is_open").annotate(n=Count("pk")))
    assert ends[False] > ends[True] > 2
    assert not MatterEvent.objects.filter(happened_at__date__gte=TODAY, matter__in=made).exists()
