"""The pages of the budget: from an approved line to a payment and its reversal."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_line_from_approval_to_payment_by_forms(officer, plan, task, science):
    client = officer
    sent = {
        "year": "2026",
        "title": "知识产权强企",
        "plan_id": plan.pk,
        "task_id": task.pk,
        "unit_id": science.pk,
        "fund": "district",
        "amount": "100000",
        "on": "2026-03-02",
    }
    refused = client.post("/plan/budget/new/", sent | {"amount": "1.005"})
    assert refused.status_code == 422
    assert not BudgetLine.objects.exists()
    assert f'value="{task.pk}" selected' in text_of(client.get(f"/plan/budget/new/?task={task.pk}"))
    assert client.post("/plan/budget/new/", sent).status_code == 302
    line = BudgetLine.objects.get()
    page = f"/plan/budget/{line.pk}/"
    promised = {"payee": "示例中心", "purpose": "培训", "amount": "60000", "on": "2026-03-03"}
    assert client.post(f"{page}commit/", promised).status_code == 302
    over = client.post(f"{page}commit/", promised | {"amount": "40000.01"})
    assert over.status_code == 409
    assert "承诺将超出预算 0.01 元" in over.content.decode()
    one = Commitment.objects.get()
    paid = {"amount": "12000.5", "on": "2026-04-01", "note": "凭证 18"}
    assert client.post(f"/plan/budget/commitments/{one.pk}/pay/", paid).status_code == 302
    change = {"amount": "-100", "on": "2026-04-02", "note": "结余收回"}
    assert client.post(f"/plan/budget/commitments/{one.pk}/change/", change).status_code == 302
    assert client.post(f"{page}adjust/", change).status_code == 302
    entry = BudgetEntry.objects.get(kind="paid")
    back = {"on": "2026-04-03", "note": "重复"}
    assert client.post(f"/plan/budget/entries/{entry.pk}/reverse/", back).status_code == 302
    line.refresh_from_db()
    assert (line.budget_fen, line.committed_fen, line.paid_fen) == (9_990_000, 5_990_000, 0)
    shown = text_of(client.get(page))
    assert "59,900.00" in shown
    assert "已冲回" in shown
    assert "知识产权强企" in text_of(client.get(f"/plan/tasks/{task.pk}/"))
    assert "99,900.00" in text_of(client.get("/plan/budget/?year=2026"))
    with closing(client.get("/plan/budget/?format=xlsx")) as file:
        book = CalamineWorkbook.from_filelike(BytesIO(file.getvalue()))
    rows = book.get_sheet_by_index(0).to_python()
    assert (rows[1][5], rows[1][8:10]) == (99_900, [59_900, 0])
    with closing(client.get("/plan/budget/?format=csv")) as file:
        assert ",99900.00," in file.getvalue().decode()
    with closing(client.get("/plan/budget/entries/?format=csv")) as file:
        entries = file.getvalue().decode()
    assert ",-12000.50," in entries
    assert ",-100.00," in entries
    assert ">-12,000.50<" in text_of(client.get("/plan/budget/entries/"))
