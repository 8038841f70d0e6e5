"""Who may read the rules and try a case, propose a local value, and confirm another's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, everywhere
from zhichan.core.access.roles import Role

RULES_VIEW = declare(
    "rules.set.view",
    _("查看规则与试算"),
    everywhere(*(role for role in Role if role not in {Role.FIRM_USER, Role.PUBLIC})),
)
VALUE_PROPOSE = declare(
    "rules.value.propose",
    _("提出规则的本地值"),
    everywhere(Role.OFFICE_LEADER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER),
    hidden=False,
)
VALUE_CONFIRM = declare(
    "rules.value.confirm",
    _("确认规则的本地值"),
    everywhere(Role.OFFICE_LEADER, Role.LEGAL_REVIEWER),
    hidden=False,
)
