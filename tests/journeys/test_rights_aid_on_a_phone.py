"""A firm asks for rights aid on a phone, is asked to complete it, completes, is answered, and rates."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

PASSWORD = "yunchuan-shili"
STAFF = """
from django.utils import timezone
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.models import Matter
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of

matter, now = Matter.objects.get(number={number!r}), timezone.now()
person = {{one.username: one for one in Person.objects.all()}}
values = {{k: [person[v].pk] if k == "officers" else v for k, v in {values!r}.items()}}
by = actor_of(person[{who!r}], timezone.localdate(now))
take_move(matter.pk, Step({move!r}, values), by=by, at=now)
"""


def test_rights_aid_from_the_phone_of_a_firm(visitor, product, tmp_path: Path) -> None:
    firm = visitor("narrow")
    firm.sign_in("qiye", PASSWORD)
    page = firm.page
    page.goto("/")
    expect(page.get_by_role("heading", name="我的办件").first).to_be_visible()
    page.get_by_role("link", name="看看能办什么").click()
    page.get_by_role("link", name="维权援助").click()
    fits(firm)

    page.get_by_role("button", name="提交").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("处要改")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="事由").click()
    expect(page.locator("[name=title]")).to_be_focused()
    fits(firm)
    page.locator("[name=title]").fill("展会上有人仿冒我们的钢构节点")
    page.get_by_label("专利", exact=True).check()
    page.get_by_label("侵权判定咨询意见").check()
    page.locator("[name=situation]").fill("展会 3 号馆有仿冒品，请帮助判断是否侵权。")
    page.locator("[name='requester.name']").fill("云川示例钢构有限公司")
    page.locator("[name='requester.phone']").fill("0222-3456789")
    page.get_by_role("button", name="提交").click()

    number, code = page.locator("#number").inner_text(), page.locator("#code").inner_text()
    assert re.fullmatch(r"援助〔\d{4}〕\d+号", number)
    assert re.fullmatch(r"[2-9A-Z]{4} [2-9A-Z]{4}", code)
    fits(firm)

    page.get_by_role("link", name="上传材料").click()
    bad, good = tmp_path / "证书.pdf", tmp_path / "专利证书.pdf"
    bad.write_bytes(b"MZ\x90\x00" + bytes(100))
    good.write_bytes(b"%PDF-1.7\n1 0 obj\n")
    page.set_input_files("input[type=file]", bad)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("alert")).to_contain_text("程序、脚本或带宏")
    page.set_input_files("input[type=file]", good)
    page.get_by_role("button", name="上传").click()
    expect(page.locator("main")).to_contain_text("收到材料：1 份。")
    fits(firm)

    def staff(move: str, who: str = "banan", **values: str) -> None:
        script = STAFF.format(number=number, move=move, who=who, values=values)
        product.zhichan("manage", "shell", "-c", script)

    staff("ask_correction", to_correct="请补专利登记簿副本", correct_by=in_ten_days())
    page.goto("/")
    expect(page.get_by_role("heading", name="等您处理：1 件")).to_be_visible()
    page.get_by_role("link", name="去办").click()
    expect(page.locator(".ask")).to_contain_text("请补专利登记簿副本")
    expect(page.locator(".ask")).to_contain_text(in_ten_days())
    fits(firm)
    page.locator(".ask").get_by_role("link", name="补正").click()
    page.locator("[name=corrected]").fill("副本已另外上传")
    fits(firm)
    page.get_by_role("button", name="补正").click()
    expect(page.locator("main")).to_contain_text("已提交，办件有了新的进展。")

    staff("accept", officers="banan")
    staff("assign", adviser="示例合作单位", no_conflict="yes")
    staff("work")
    staff("issue", opinion="节点的连接方式与权利要求 1 基本相同，可以请求行政裁决。")
    staff("close", aid_result="road")

    elsewhere = visitor("narrow")
    other = elsewhere.page
    other.goto("/public/follow/")
    other.locator("[name=number]").fill(number)
    other.locator("[name=code]").fill("A" * 8)
    other.get_by_role("button", name="查询").click()
    expect(other.get_by_role("alert")).to_contain_text("受理号或查询码不对")
    other.locator("[name=number]").fill(number.replace("〔", "").replace("〕", "-").replace("号", ""))
    other.locator("[name=code]").fill(code.lower())
    other.get_by_role("button", name="查询").click()
    expect(other.locator("main")).to_contain_text("可以请求行政裁决")
    assert code.replace(" ", "") not in other.url
    shows_nobody(other)
    fits(elsewhere)
    other.get_by_role("link", name="评价这次办理").click()
    other.get_by_label("满意", exact=True).check()
    other.locator("[name=words]").fill("答复快")
    fits(elsewhere)
    other.get_by_role("button", name="提交评价").click()
    expect(other.locator("main")).to_contain_text("谢谢您的评价。")

    page.goto("/")
    expect(page.locator(".matter")).to_contain_text("已办结")
    page.get_by_role("link", name="维权援助").click()
    expect(page.locator("main")).to_contain_text("您的评价：满意")
    shows_nobody(page)


def fits(visitor) -> None:
    """Nothing is wider than the phone."""
    assert visitor.overflow() <= 0, visitor.page.url


def shows_nobody(page: Page) -> None:
    """No name, telephone or officer stands on the page."""
    text = page.locator("main").inner_text()
    for name in ("云川示例钢构", "0222-3456789", "方执衡", "孙启明", "示例合作单位"):
        assert name not in text


def in_ten_days() -> str:
    return (datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=10)).isoformat()
