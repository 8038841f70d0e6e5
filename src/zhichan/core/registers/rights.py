"""The right to open the pages of registers; each register names its own rights besides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, signed_in

REGISTERS_USE = declare("registers.register.use", _("打开登记册"), signed_in())
