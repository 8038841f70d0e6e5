"""Objects of the search room: somebody's folder, shared with one unit to be read or with nobody."""

from __future__ import annotations

import itertools

from tests.conftest import NOW
from tests.rights_objects import Call, page_object, sample
from tests.rights_objects.core import shared_unit
from tests.rights_objects.search import searcher
from zhichan.core.people.models import Unit
from zhichan.rooms.search.models import DocumentMark, Folder, FolderShare

_number = itertools.count(1)


def folder_of(unit: Unit | None) -> Folder:
    made = Folder.objects.create(
        name=f"样例文献夹{next(_number)}", keeper=searcher(), collection="patent", made_at=NOW
    )
    if unit is not None:
        FolderShare.objects.create(folder=made, unit=unit, made_at=NOW)
    return made


page_object("search:folder")(lambda unit: Call({"pk": folder_of(unit).pk}))
for _name in ("folder_search", "folder_export"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": folder_of(unit).pk}, "post", {"kind": "csv"}))
for _name in ("folder_rename", "folder_share", "folder_delete"):
    page_object(f"search:{_name}")(lambda unit: Call({"pk": folder_of(None).pk}))
page_object("search:folder_take_out")(lambda unit: Call({"pk": folder_of(None).pk}, "post", {"pick": 1}))
page_object("search:marked")(lambda unit: Call({}, "post", {"mark": "star"}))
page_object("search:pick")(lambda unit: Call({}, "post", {"q": "焊接"}))
page_object("search:note")(lambda unit: Call({"pk": 10**9}, "post", {"q": "焊接", "text": "样例"}))


@page_object("search:folder_unshare")
def _unshare(unit: Unit) -> Call:
    folder = folder_of(None)
    return Call({"pk": folder.pk, "share": 10**9}, "post")


sample("folder_id")(lambda: folder_of(shared_unit()).pk)
sample("folder_share_id")(lambda: folder_of(shared_unit()).shares.get().pk)
sample("record_ids")(lambda: [1])
sample(DocumentMark.Mark)(lambda: DocumentMark.Mark.STAR)
page_object("search:hand_over")(lambda unit: Call({"what": "folder", "pk": folder_of(None).pk}))
sample("kept_kind")(lambda: "folder")
sample("kept_id")(lambda: folder_of(None).pk)
