"""Service (送达): the ways, what proves each, and the day on which a document counts as served.

    served_on(ServiceMethod.DIRECT, ServiceFacts(receiver=Receiver.SELF, signed_on=date(2026, 1, 5)))

Sources: 民事诉讼法 第八十七条至第九十五条, which the law of penalties follows (行政处罚法 第六十一条). That
a party has looked at a page on a screen is no service.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.matters.procedure import Mark, Source


class ServiceMethod(models.TextChoices):
    DIRECT = "direct", gettext_lazy("直接送达")
    LEAVE = "leave", gettext_lazy("留置送达")
    ELECTRONIC = "electronic", gettext_lazy("电子送达")
    MAIL = "mail", gettext_lazy("邮寄送达")
    ENTRUST = "entrust", gettext_lazy("委托送达")
    FORWARD = "forward", gettext_lazy("转交送达")
    ANNOUNCE = "announce", gettext_lazy("公告送达")


class Receiver(models.TextChoices):
    """Who may sign for a document (民事诉讼法 第八十八条)."""

    SELF = "self", gettext_lazy("受送达人本人")
    FAMILY = "family", gettext_lazy("同住的成年家属")
    REPRESENTATIVE = "representative", gettext_lazy("法定代表人或主要负责人")
    CLERK = "clerk", gettext_lazy("负责收件的人")
    AGENT = "agent", gettext_lazy("代理人")
    NAMED = "named", gettext_lazy("指定的代收人")


PROOF: dict[ServiceMethod, Promise] = {
    ServiceMethod.DIRECT: gettext_lazy("送达回证，由收件人签名或盖章并记明日期"),
    ServiceMethod.LEAVE: gettext_lazy("送达回证记明拒收事由和日期，见证人签名；或者留在住所并拍照、录像"),
    ServiceMethod.ELECTRONIC: gettext_lazy("送达地址确认书载明同意；发送和到达的截屏、录屏"),
    ServiceMethod.MAIL: gettext_lazy("回执"),
    ServiceMethod.ENTRUST: gettext_lazy("受托机关的送达回证"),
    ServiceMethod.FORWARD: gettext_lazy("部队、监所等转交单位的送达回证"),
    ServiceMethod.ANNOUNCE: gettext_lazy("公告及发布凭证；案卷记明原因和经过"),
}


@dataclass(frozen=True)
class ServiceFacts:
    """What is known of a service; which of it is needed depends on the way.

    ``consented_on``: the day of the written consent to electronic service (送达地址确认书). ``arrived_on``:
    it reached the system the party named. ``through``: the unit that hands it on. ``tried``: why no other
    way was left, and what was tried.
    """

    signed_on: date | None = None
    receiver: str = ""
    refused_on: date | None = None
    refusal: str = ""
    witness: str = ""
    is_recorded: bool = False
    consented_on: date | None = None
    arrived_on: date | None = None
    is_at_confirmed_address: bool = False
    receipt_on: date | None = None
    is_returned: bool = False
    through: str = ""
    announced_on: date | None = None
    tried: str = ""


def served_on(method: ServiceMethod, facts: ServiceFacts) -> date:
    """The day on which it counts as served.

    Raises InvalidInput where a fact the way needs is missing, NotAllowed where it may not be used at all:
    electronic service without consent in writing beforehand, a notice while other ways are left.
    """
    return _RULES[method](facts)


def days_of_announcement(announced_on: date) -> int:
    """After how many days a notice counts as service. Raises InvalidInput before the rule that is known."""
    known = [period for period in _data()["announcement"] if period["from"] <= announced_on]
    if not known:
        raise InvalidInput(
            _("%(day)s 以前的公告适用当时的期限，请查明后人工登记送达日期。")
            % {"day": _data()["announcement"][0]["from"]},
            code="service_announced_early",
        )
    return int(max(known, key=lambda period: period["from"])["days"])


@cache
def basis_of(method: ServiceMethod) -> Source:
    """What a way of service rests on."""
    entry = next(entry for entry in _data()["method"] if entry["id"] == method.value)
    basis = entry["basis"]
    return Source(basis["title"], basis["article"], Mark(basis["mark"]))


def facts_from(stored: Mapping[str, object]) -> ServiceFacts:
    """Facts of a JSON column. Raises InvalidInput for a day that is none."""
    known = {one.name for one in fields(ServiceFacts)}
    try:
        return ServiceFacts(
            **{name: _fact(name, value) for name, value in stored.items() if name in known}  # type: ignore[arg-type]
        )
    except ValueError as error:
        raise InvalidInput(_("送达情况里有不存在的日期。"), code="service_day") from error


def _fact(name: str, value: object) -> object:
    if name.endswith("_on") and isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value


def _direct(facts: ServiceFacts) -> date:
    if facts.receiver not in Receiver.values:
        raise _missing(_("由谁签收"))
    return _given(facts.signed_on, _("签收日期"))


def _left(facts: ServiceFacts) -> date:
    day = _given(facts.refused_on, _("留置日期"))
    if not facts.refusal.strip():
        raise _missing(_("拒收的事由"))
    if not facts.witness.strip() and not facts.is_recorded:
        raise _missing(_("见证人，或者拍照、录像"))
    return day


def _electronic(facts: ServiceFacts) -> date:
    if facts.consented_on is None:
        raise NotAllowed(
            _("当事人没有书面同意电子送达，不能电子送达。请先取得送达地址确认书，或者改用其他方式。"),
            code="service_without_consent",
        )
    day = _given(facts.arrived_on, _("到达日期"))
    if facts.consented_on > day:
        raise NotAllowed(
            _("同意电子送达的日期晚于到达日期，这次发送不算送达。"), code="service_without_consent"
        )
    if not facts.is_at_confirmed_address:
        raise NotAllowed(_("没有发到当事人确认的电子地址，不算送达。"), code="service_elsewhere")
    return day


def _mailed(facts: ServiceFacts) -> date:
    if facts.is_returned:
        raise NotAllowed(
            _("邮件被退回，没有送达。请改用其他方式；都无法送达的，才能公告送达。"), code="service_returned"
        )
    return _given(facts.receipt_on, _("回执上的收件日期"))


def _entrusted(facts: ServiceFacts) -> date:
    if not facts.through.strip():
        raise _missing(_("受托或转交的单位"))
    return _given(facts.signed_on, _("签收日期"))


def _announced(facts: ServiceFacts) -> date:
    if not facts.tried.strip():
        raise NotAllowed(
            _("受送达人下落不明，或者用其他方式无法送达的，才能公告送达；请写明原因和经过。"),
            code="service_announced_first",
        )
    day = _given(facts.announced_on, _("公告发出之日"))
    return day + timedelta(days=days_of_announcement(day))


_RULES: dict[ServiceMethod, Callable[[ServiceFacts], date]] = {
    ServiceMethod.DIRECT: _direct,
    ServiceMethod.LEAVE: _left,
    ServiceMethod.ELECTRONIC: _electronic,
    ServiceMethod.MAIL: _mailed,
    ServiceMethod.ENTRUST: _entrusted,
    ServiceMethod.FORWARD: _entrusted,
    ServiceMethod.ANNOUNCE: _announced,
}


def _given(day: date | None, what: str) -> date:
    if day is None:
        raise _missing(what)
    return day


def _missing(what: str) -> InvalidInput:
    return InvalidInput(
        _("还缺：%(what)s。没有它，不能登记为已送达。") % {"what": what}, code="service_fact_missing"
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("zhichan.core.documents").joinpath("service.toml").read_text(encoding="utf-8"))
