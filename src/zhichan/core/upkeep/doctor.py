"""Examining an installation (体检): runs every registered check and never changes anything."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from zhichan.core.errors import ZhichanError
from zhichan.core.upkeep import checks_database, checks_machine, checks_records
from zhichan.core.upkeep.checks import Check, CheckContext, Level, Remark, problem, registered_checks

CORE_CHECKS = (checks_database, checks_machine, checks_records)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What one check brought up."""

    check: Check
    remarks: tuple[Remark, ...]

    @property
    def is_good(self) -> bool:
        return all(remark.level is Level.NOTE for remark in self.remarks)


def examine(at: datetime, *, thorough: bool = True) -> list[Outcome]:
    """Run every check. One that cannot be carried out is itself a problem and stops no other."""
    autodiscover_modules("doctor")
    context = CheckContext(at, thorough)
    return [_outcome(item, context) for item in registered_checks()]


def _outcome(item: Check, context: CheckContext) -> Outcome:
    try:
        return Outcome(item, tuple(item.look(context)))
    except ZhichanError as error:
        return Outcome(item, (problem(error.message),))
    except Exception as error:  # a runner, like that of jobs: the other checks are still wanted
        logger.exception("check %s failed", item.name)
        text = _("此项检查未能完成（%(error)s），详见日志。") % {"error": type(error).__name__}
        return Outcome(item, (problem(text),))
