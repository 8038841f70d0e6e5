"""How often and by how much the days of a follow-up may be moved (督办延期).

No law limits it. What is not limited is no term: without a bound a follow-up could be put off for ever and
would never count as late. The office may set figures of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.rules.cases import asked, told
from zhichan.core.rules.explaining import AsOf, Explained, Reasons
from zhichan.core.rules.parameters import Valued


@dataclass(frozen=True)
class Parameters:
    most_times: Valued[int]
    most_working_days: Valued[int]


@dataclass(frozen=True, kw_only=True)
class Case:
    times: int = asked(gettext_lazy("已经延期的次数"))
    working_days: int | None = asked(gettext_lazy("这次要延长的工作日"), optional=True)


@dataclass(frozen=True)
class Extension:
    """``times_left``: before this one. ``is_allowed`` None: it was not said by how many days."""

    is_allowed: bool | None = told(gettext_lazy("可以延期"))
    times_left: int = told(gettext_lazy("还可以延期的次数"))
    most_working_days: int = told(gettext_lazy("这次最多延长的工作日"))


def follow_up_extension(law: AsOf[Parameters], case: Case) -> Explained[Extension]:
    """Whether a follow-up may be extended once more, and by so many working days."""
    p, reasons = law.now, Reasons()
    left = max(0, p.most_times.value - case.times)
    words = {"times": case.times, "most": p.most_times.value, "days": p.most_working_days.value}
    reasons.add(_("已延期 %(times)d 次，最多 %(most)d 次。") % words, p.most_times)
    reasons.add(_("每次最多延长 %(days)d 个工作日。") % words, p.most_working_days)
    is_within = None if case.working_days is None else 1 <= case.working_days <= p.most_working_days.value
    is_allowed = False if not left else is_within
    lead = {
        True: _("可以延期。"),
        False: _("不能这样延期。"),
        None: _("还没有说延长多少个工作日。"),
    }[is_allowed]
    return Explained(Extension(is_allowed, left, p.most_working_days.value), reasons.all, lead)
