"""Computing the blocks of a navigation report (计算版块): as the index knew the data set, of who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.search.asking import Question, ask, found_collection
from zhichan.core.search.collection import Hit
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.packed_ids import unpacked
from zhichan.rooms.search.analysis.asking import analysis_charts, drawn_chart
from zhichan.rooms.search.analysis.choosing import options_of, said_of
from zhichan.rooms.search.analysis.found import COLLECTION, found_then
from zhichan.rooms.search.models import NavigationDataSet
from zhichan.rooms.search.navigation_blocks import Block, PatentCard

TOLD = (
    "number", "kind", "applicants", "inventors", "filed_on", "publication_number", "published_on",
    "grant_number", "granted_on", "ipc", "status",
)  # fmt: skip
"""What a card says of a patent, of the columns of results."""


def analysed(block: Block, data_set: NavigationDataSet, actor: Actor) -> Block:
    """The block over a data set, as the index knew it then, of what the actor may see of it.

    Raises InvalidInput for an analysis there is not and for terms that cannot be read; IndexMissing.
    """
    if block.by not in {one.name for one in analysis_charts()}:
        raise InvalidInput(_("请选数据集和分析图。"), field="by")
    options = options_of(block.options, timezone.localdate(data_set.snapshot_at))
    found = found_then(unpacked(data_set.hit_ids), data_set.known_at, actor)
    result = drawn_chart(block.by, found, options)
    said = dict(said_of(options))
    return replace(block, text=block.text or result.title, data_set=data_set.pk, options=said, result=result)


def carded(block: Block, actor: Actor, on: date) -> Block:
    """The block with what the register tells of its patent today. Raises InvalidInput where there is none."""
    hit = _patent(block.by, actor)
    columns = {one.name: one for one in found_collection(COLLECTION).columns}
    told = [(str(columns[name].label), str(columns[name].value(hit) or "")) for name in TOLD]
    card = PatentCard(
        hit.id, hit.number, hit.title, hit.url, on, [one for one in told if one[1]], hit.is_sample
    )
    return replace(block, by=hit.number, patent=card)


def _patent(number: str, actor: Actor) -> Hit:
    """The one patent of an application or document number that the actor may see."""
    said = number.replace('"', "").strip()
    for code in ("AN", "PN") if said else ():
        try:
            hits = ask(Question(COLLECTION, f'{code}="{said}"', limit=2, facets={}), actor).hits
        except QueryError:
            continue
        if len(hits) == 1:
            return hits[0]
    raise InvalidInput(_("没有找到这个号的专利。请写完整的申请号、公开号或授权公告号。"), field="number")
