"""The thread of the worker that keeps the indexes up to date (索引跟进): looks twice a second for changes."""

from __future__ import annotations

import logging
import threading
import time

from django.db import close_old_connections, connection

from zhichan.core.search.collection import collections
from zhichan.core.search.indexing import bring_up_to_date, has_columns, is_current, is_sound
from zhichan.core.search.models import SearchChange

logger = logging.getLogger(__name__)

EVERY_SECONDS = 0.5
REST_SECONDS = 30.0
LOOKS_EVERY_SECONDS = 5.0


class Follower(threading.Thread):
    """Takes changes in as they come, and builds what is missing. After a failure it rests for a while."""

    def __init__(self) -> None:
        super().__init__(name="index", daemon=True)
        self._stopped = threading.Event()
        self._looks_at = 0.0

    def run(self) -> None:
        pause = EVERY_SECONDS
        try:
            while not self._stopped.wait(pause):
                pause = EVERY_SECONDS if self.once() else REST_SECONDS
        finally:
            connection.close()

    def once(self) -> bool:
        """Whether all went well, whatever there was to do.

        Changes are looked for each time, a lost or broken index every few seconds. Whatever goes wrong, the
        thread goes on: it would be missed by nobody until somebody searched.
        """
        close_old_connections()
        try:
            if SearchChange.objects.exists() or self._something_is_lost():
                bring_up_to_date()
        except Exception:
            logger.exception("the search index could not be brought up to date")
            return False
        return True

    def _something_is_lost(self) -> bool:
        if time.monotonic() < self._looks_at:
            return False
        self._looks_at = time.monotonic() + LOOKS_EVERY_SECONDS
        return not all(is_current(one) and has_columns(one) and is_sound(one) for one in collections())

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=10)
