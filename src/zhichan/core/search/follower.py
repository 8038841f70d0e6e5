"""The thread of the worker that keeps the indexes up to date (索引跟进): looks twice a second for changes."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError

from zhichan.core.search.collection import collections
from zhichan.core.search.indexing import bring_up_to_date, has_columns, is_current
from zhichan.core.search.models import SearchChange

logger = logging.getLogger(__name__)

EVERY_SECONDS = 0.5
REST_SECONDS = 30.0


class Follower(threading.Thread):
    """Takes changes in as they come, and builds what is missing. After a failure it rests for a while."""

    def __init__(self) -> None:
        super().__init__(name="index", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        pause = EVERY_SECONDS
        try:
            while not self._stopped.wait(pause):
                pause = EVERY_SECONDS if self.once() else REST_SECONDS
        finally:
            connection.close()

    def once(self) -> bool:
        """Whether all went well, whatever there was to do."""
        close_old_connections()
        try:
            if SearchChange.objects.exists() or not all(
                is_current(one) and has_columns(one) for one in collections()
            ):
                bring_up_to_date()
        except (DatabaseError, OSError, ValueError):
            logger.exception("the search index could not be brought up to date")
            return False
        return True

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=10)
