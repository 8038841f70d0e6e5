"""Names of the things events are about (对象)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models


class SubjectKey(NamedTuple):
    """Kind and id of a subject, e.g. ``("plan.task", "12")``. Also names what has no row: a backup."""

    kind: str
    id: str


Subject = models.Model | SubjectKey


def subject_key(subject: Subject) -> SubjectKey:
    """The key of a saved row: ``app.model`` and its primary key. Raises ValueError for an unsaved one."""
    if isinstance(subject, SubjectKey):
        return subject
    if subject.pk is None:
        raise ValueError(f"{type(subject).__name__} has no key yet: save it before recording")
    return SubjectKey(subject._meta.label_lower, str(subject.pk))
