"""Codes of the second factor that count once, whichever process of the server they reach.

allauth remembers used codes in the cache, which every process has for itself; the row of the
authenticator is one for all.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.db.models import Q


def use_once(authenticator: Authenticator, second: int) -> bool:
    """Take the code of the running period; False where it was taken before.

    A code is good in its own period only (allauth's tolerance is zero here), so one use in a period is
    one use of a code. Recovery codes are struck off by allauth itself.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    began = datetime.fromtimestamp(second - second % app_settings.TOTP_PERIOD, UTC)
    unused = Q(last_used_at__isnull=True) | Q(last_used_at__lt=began)
    rows = Authenticator.objects.filter(unused, pk=authenticator.pk)
    return bool(rows.update(last_used_at=datetime.fromtimestamp(second, UTC)))


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code that finishes a sign-in."""

    def clean_code(self) -> str:
        return _checked(self, super().clean_code())


class ConfirmCodeForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code that confirms who sits there before a change of the account."""

    def clean_code(self) -> str:
        return _checked(self, super().clean_code())


def _checked(form: CodeForm | ConfirmCodeForm, code: str) -> str:
    if not use_once(form.authenticator, int(time.time())):
        raise get_adapter().validation_error("incorrect_code")
    return code
