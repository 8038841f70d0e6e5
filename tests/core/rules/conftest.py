"""Sites of their own, for what two processes do at once."""

from __future__ import annotations

from tests.core.upkeep.sites import new_site, site_factory, template_site

__all__ = ["new_site", "site_factory", "template_site"]
