"""Objects of the shell, of notices and of imports: each belongs to one person, so nobody here owns them."""

from __future__ import annotations

from tests.conftest import NOW
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import any_person
from zhichan.core.access.actor import system_actor
from zhichan.core.files.actions import store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.imports.models import ImportBatch
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Unit


def stored_file() -> StoredFile:
    return store_file("会议纪要".encode(), name="纪要.txt", by=system_actor("test"), at=NOW)


def any_notice() -> Notice:
    return Notice.objects.create(person=any_person(), kind="test", text="请看", url="/", created_at=NOW)


def any_batch() -> ImportBatch:
    """A previewed batch that another person handed in."""
    return ImportBatch.objects.create(
        ledger="plan.task",
        state=ImportBatch.State.PREVIEWED,
        file=stored_file(),
        file_name="台账.xlsx",
        person=any_person(),
        created_at=NOW,
        source="test",
    )


@page_object("notice_open")
def _notice(unit: Unit) -> Call:
    return Call({"pk": any_notice().pk}, method="post")


@page_object("notices_read")
def _read_all(unit: Unit) -> Call:
    return Call(method="post")


@page_object("room_empty")
def _room(unit: Unit) -> Call:
    return Call({"name": "gi"})


for _name in ("imports:batch", "imports:refusals"):
    page_object(_name)(lambda unit: Call({"pk": any_batch().pk}))

for _name in ("imports:confirm", "imports:abandon"):
    page_object(_name)(lambda unit: Call({"pk": any_batch().pk}, method="post"))

for _name in ("imports:upload", "imports:template"):
    page_object(_name)(lambda unit: Call({"name": "plan.task"}))

sample("notice_id")(lambda: any_notice().pk)
sample("batch_id")(lambda: any_batch().pk)
sample(StoredFile)(stored_file)
