"""The pages of designations: kind, application with a condition, approval with a term, and what ends soon."""

from __future__ import annotations

from contextlib import closing

import pytest

from zhichan.rooms.plan.models import Designation, DesignationKind

from ..samples import make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_designation_by_forms(officer, plan, science):
    kind = {"name": "强县建设试点县", "level": "nation", "basis": "示例通知", "from_on": "2022-01-01"}
    assert officer.post("/plan/designations/kinds/new/", kind).status_code == 302
    assert "强县建设试点县" in text_of(officer.get("/plan/designations/kinds/"))
    sent = {
        "kind_id": DesignationKind.objects.get().pk,
        "holder_kind": "unit",
        "holder": "没有这个单位",
        "unit_id": science.pk,
        "applied_on": "2024-01-10",
        "text_0": "高价值发明专利不少于 5 件",
        "indicator_0": make_indicator(plan).pk,
        "threshold_0": "5",
        "text_1": "有专门机构",
        **{f"op_{n}": "ge" for n in range(6)},
    }
    refused = officer.post("/plan/designations/new/", sent)
    assert refused.status_code == 422
    assert "没有找到“没有这个单位”" in refused.content.decode()
    assert officer.post("/plan/designations/new/", sent | {"holder": science.name}).status_code == 302
    row = Designation.objects.get()
    assert row.criteria.count() == 2
    page = f"/plan/designations/{row.pk}/"
    assert "有效期自" in text_of(officer.get(f"{page}approve/"))
    term = {"on": "2024-02-01", "term_from": "2024-02-01", "term_until": "2026-12-31", "note": "文件"}
    assert officer.post(f"{page}approve/", term | {"term_from": ""}).status_code == 422
    assert officer.post(f"{page}approve/", term).status_code == 302
    assert officer.get(f"{page}decline/").status_code == 409
    shown = text_of(officer.get(page))
    assert "还有 41 天" in shown
    assert "人工核对" in shown
    assert shown.count("不适用") == 2 * officer.get(page).content.decode().count("人工核对</span>")
    assert f'class="btn dan" href="{page}revoke/"' in officer.get(page).content.decode()
    listed = text_of(officer.get("/plan/designations/?state=approved&level=nation"))
    assert "90 天内到期" in listed
    assert "2026-12-31" in listed
    with closing(officer.get("/plan/designations/?format=xlsx")) as file:
        assert file.status_code == 200
