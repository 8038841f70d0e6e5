"""The pages of commendations: nomination with evidence, reviews, publicity, publication; names masked."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.people.models import Person
from zhichan.rooms.plan.models import AwardRound, Commendation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_commendation_by_forms(officer, contact, signed_in, actor, office, science, justice):
    opened = {
        "name": "知识产权先进",
        "year": "2026",
        "basis": "示例办法",
        "unit_quota": "1",
        "person_quota": "1",
    }
    page = "/plan/commendations/rounds/new/"
    assert officer.post(page, opened | {"publicity_working_days": "0"}).status_code == 422
    assert officer.post(page, opened | {"publicity_working_days": "5"}).status_code == 302
    person = Person.objects.get(posts__unit=science)
    put = f"/plan/commendations/rounds/{AwardRound.objects.get().pk}/nominate/"
    form = text_of(contact.get(put))
    assert f'value="{science.pk}:{person.pk}"' in form
    assert justice.name not in form
    sent = {"nominee": f"{science.pk}:{person.pk}", "reason": "牵头建立会商机制。"}
    evidence = SimpleUploadedFile("事迹.txt", "事迹材料".encode())
    assert contact.post(put, sent | {"evidence": evidence}).status_code == 302
    row = Commendation.objects.get()
    own = f"/plan/commendations/{row.pk}/"
    lawyer = signed_in(Post.LEGAL_REVIEWER, office)
    leader = signed_in(Post.OFFICE_LEADER, office)
    step = {"on": "2026-11-20", "note": ""}
    assert contact.get(f"{own}review/").status_code == 403
    assert lawyer.post(f"{own}review/", step).status_code == 302
    assert leader.post(f"{own}confirm/", step).status_code == 302
    assert leader.post(f"{own}publicise/", step).status_code == 302
    assert leader.post(f"{own}publish/", step).status_code == 409
    case = signed_in(Post.CASE_OFFICER, justice)
    for reader, sees in ((officer, True), (case, False)):
        for address in (own, "/plan/commendations/"):
            shown = text_of(reader.get(address))
            assert (person.name in shown) is sees
            assert sees or f"{person.name[0]}某" in shown
    assert "牵头建立会商机制" not in text_of(case.get(own))
    assert case.get(f"{own}evidence/").status_code == 404
    with closing(officer.get(f"{own}evidence/")) as file:
        assert file.getvalue().decode() == "事迹材料"
    Commendation.objects.update(state="published", published_on=(NOW + timedelta(days=8)).date())
    actions = officer.get(own).content.decode()
    assert ('class="btn dan"' in actions, "btn pri" in actions) == (True, False)
    assert person.name in text_of(officer.get("/plan/commendations/published/"))
    assert person.name not in text_of(case.get("/plan/commendations/published/?year=2026"))
    assert "还没有公布" in text_of(officer.get("/plan/commendations/published/?year=2024"))
