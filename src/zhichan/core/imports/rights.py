"""Rights of the pages of imports; each ledger names its own right besides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.access.rights import declare, signed_in

IMPORTS_USE = declare("imports.ledger.use", _("导入改过的台账"), signed_in())
