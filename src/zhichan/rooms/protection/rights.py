"""The rights of the protection room (保护办案). See ``core.access.rights`` for how they are read."""

from __future__ import annotations
