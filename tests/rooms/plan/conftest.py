"""Fixtures of the plan room's tests: installations of their own."""

from tests.core.upkeep.sites import new_site, site_factory, template_site

__all__ = ["new_site", "site_factory", "template_site"]
