"""What every identifier (编号) has: an official form, a key for the database, whether a part was computed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Identifier:
    """Base of all identifiers: two are equal when their own parts are, however they were written."""

    derived: bool = field(default=False, kw_only=True, compare=False)
    """True when a part that was not written (a check character, a section letter) was computed."""

    @property
    def printed(self) -> str:
        """The official way to write it; reading it again gives the same identifier."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """The one spelling that the database stores and compares."""
        raise NotImplementedError
