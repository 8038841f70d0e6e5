"""How often something may be tried (尝试次数), counted in the cache of each process.

    tries = Attempts("public-code", most=10, seconds=900)
    if not tries.count(address): …            # refuse without looking
    tries.give_back(address)                  # it was right: this one does not count

A window is a clock stretch of ``seconds``: whoever used theirs up may try again when the next one begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from zhichan.core.access.requests import now


@dataclass(frozen=True)
class Attempts:
    """``name`` tells one kind of attempts from another."""

    name: str
    most: int
    seconds: int

    def count(self, who: str) -> bool:
        """Count one more attempt of somebody; whether it is still within what is allowed."""
        key = self._key(who)
        cache.add(key, 0, timeout=2 * self.seconds)
        try:
            return cache.incr(key) <= self.most
        except ValueError:  # the cache let go of it in between
            cache.set(key, 1, timeout=2 * self.seconds)
            return True

    def give_back(self, who: str) -> None:
        """Take back an attempt that was counted."""
        key = self._key(who)
        if cache.get(key, 0) > 0:
            cache.decr(key)

    def _key(self, who: str) -> str:
        window = int(now().timestamp()) // self.seconds
        return f"attempts:{self.name}:{salted_hmac(self.name, who).hexdigest()}:{window}"
