"""Writing files of everything found, which takes longer than a request."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.errors import ZhichanError
from zhichan.core.files.actions import store_file
from zhichan.core.people.queries import actor_of
from zhichan.core.search.asking import Question, found_collection
from zhichan.core.search.exporting import MEDIA_TYPES, export_found, notes_of
from zhichan.rooms.search.actions.exports import keep_export
from zhichan.rooms.search.asked import asked_from, question_of
from zhichan.rooms.search.chosen_words import chosen_words
from zhichan.rooms.search.models import SearchExport
from zhichan.rooms.search.queries.exports import theme_question

LIMIT_BYTES = 2 * 1024**3


def _question(wanted: SearchExport, asker: Actor) -> Question:
    """Raises NotFound for a theme that is shared with the asker no more."""
    if wanted.theme_id is not None:
        return theme_question(wanted.theme_id, wanted.theme_version, asker)[0]
    return question_of(asked_from(wanted.asked), found_collection(wanted.collection), asker)


def _of_theme(wanted: SearchExport) -> list[str]:
    """The line of the head that says which theme a file holds."""
    if wanted.theme is None:
        return []
    said = {"name": wanted.theme.name, "n": wanted.theme_version}
    return [_("专题库：%(name)s 第 %(n)d 版，已含人工增减") % said]


@task()
def write_export(pk: int) -> None:
    """Write the file that was ordered. A second run changes nothing.

    What its asker can put right stands with the export as its refusal; anything else fails the job, and the
    export says so.
    """
    wanted = SearchExport.objects.select_related("person", "theme").filter(pk=pk, made_at=None).first()
    if wanted is None:
        return
    rows, at = SearchExport.objects.filter(pk=pk), timezone.now()
    asker = actor_of(wanted.person, timezone.localdate(at))
    asked = asked_from(wanted.asked)

    def head(count: int, snapshot: str) -> Sequence[str]:
        rows.update(total=count)
        who, narrowed = wanted.person.name, chosen_words(asked.chosen, found_collection(wanted.collection))
        notes = notes_of(asked.line, count, snapshot, who=who, at=at, narrowed=narrowed)
        return [*_of_theme(wanted), *notes]

    def told(done: int) -> None:
        rows.update(done=done)

    try:
        made = export_found(
            _question(wanted, asker),
            asker,
            kind=wanted.kind,
            columns=wanted.columns,
            notes=head,
            told=told,
        )
        with closing(made.file):
            by = system_actor("search")
            stored = store_file(
                made.file,
                name=f"export.{wanted.kind}",
                by=by,
                at=at,
                limit=LIMIT_BYTES,
                media_type=MEDIA_TYPES[wanted.kind],
            )
    except ZhichanError as error:
        rows.update(refusal=error.message[:200])
        return
    except Exception:
        rows.update(refusal=_("生成时出错，文件没有做成。请再试一次；仍不行，请报告系统管理员。"))
        raise
    keep_export(pk, stored, made, by=by, at=timezone.now())
