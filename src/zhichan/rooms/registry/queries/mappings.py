"""Which mapping reads a table: remembered ones by sender and headings, files that wait for one (列对应)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.exports.cells import label_key
from zhichan.core.people.models import Unit
from zhichan.core.people.queries.unit_index import unit_index
from zhichan.core.registers.declaration import Register, all_registers
from zhichan.core.registers.importing.intake import all_intakes, intake_of
from zhichan.core.registers.ledger import ledger_address
from zhichan.core.tables.declaration import Label
from zhichan.rooms.registry.formats import Format, NotRecognised, Source, recognise
from zhichan.rooms.registry.formats.fields import FIELDS, Kind
from zhichan.rooms.registry.formats.mapping.definition import TableMapping, is_possible, mapping_of
from zhichan.rooms.registry.formats.mapping.headings import shapes_in
from zhichan.rooms.registry.formats.mapping.reading import fitted
from zhichan.rooms.registry.formats.mapping.samples import SheetSample, sheet_samples
from zhichan.rooms.registry.formats.reading.opening import head_of
from zhichan.rooms.registry.formats.reading.xml import is_xml
from zhichan.rooms.registry.models import MappedFile, RememberedMapping
from zhichan.rooms.registry.models.column_mapping import LONGEST_SENDER
from zhichan.rooms.registry.rights import FILES_IMPORT, REFERENCE_EDIT


class MappingNeeded(NotRecognised):
    """A table that can be read once somebody says which column is what."""

    code = "mapping_needed"


@dataclass(frozen=True)
class Sender:
    """Who sent a file: the name as given, as it is compared, and the unit it means, if it means one."""

    name: str
    key: str
    unit: Unit | None


@dataclass(frozen=True)
class Way:
    """How a file is read: by a layout, or by a mapping remembered for its sender."""

    kind: Kind
    label: Label
    layout: Format | None = None
    remembered: RememberedMapping | None = None
    mapping: TableMapping | None = None


def sender_of(name: str, on: date) -> Sender | None:
    """Who a name means, or None for no name. Names of one unit, also its short and former ones, are one."""
    name = " ".join(name.split())[:LONGEST_SENDER]
    if not name:
        return None
    body = unit_index(on).find_whole(name)
    return Sender(name, label_key(name)[:LONGEST_SENDER], body if isinstance(body, Unit) else None)


def way_to_read(source: Source, sender: Sender | None) -> Way:
    """What a file is read by; what the sender's tables were read by before goes first.

    Raises FileRefused, MappingNeeded for a table that neither a layout nor a remembered mapping fits.
    """
    is_table = not is_xml(head_of(source))
    if sender and is_table and (found := remembered_for(sender, sheet_samples(source))):
        remembered, mapping = found
        label = intake_of(mapping.kind, remembered.sender).register.label
        return Way(mapping.kind, label, remembered=remembered, mapping=mapping)
    try:
        layout = recognise(source).format
    except NotRecognised as refusal:
        if is_table:
            raise MappingNeeded(refusal.message) from None
        raise
    return Way(layout.kind, layout.label, layout=layout)


def remembered_for(
    sender: Sender, samples: Sequence[SheetSample]
) -> tuple[RememberedMapping, TableMapping] | None:
    """The mapping of a sender's earlier tables that fits these first rows, as it suits this file."""
    own = Q(sender_key=sender.key) | (Q(unit=sender.unit) if sender.unit else Q(pk=None))
    return _fitting(RememberedMapping.objects.filter(own), samples)


def remembered_alike(samples: Sequence[SheetSample]) -> tuple[RememberedMapping, TableMapping] | None:
    """The mapping of anybody's tables with the same headings: a first proposal, never used by itself."""
    return _fitting(RememberedMapping.objects.all(), samples)


def _fitting(
    among: QuerySet[RememberedMapping], samples: Sequence[SheetSample]
) -> tuple[RememberedMapping, TableMapping] | None:
    shapes = {shape for sample in samples for shape in shapes_in(sample.rows)}
    found = [
        (remembered, mapping)
        for remembered in among.filter(shape__in=shapes, kind__in=kinds_taken_in()).order_by(
            "-changed_at", "-pk"
        )
        if (mapping := fitted(mapping_of(remembered.content), samples))
    ]
    return max(found, key=lambda one: one[1].outline.heading_rows, default=None)


def kinds_taken_in() -> tuple[Kind, ...]:
    """The kinds of things that a register takes in from tables."""
    return tuple(cast(Kind, one.kind) for one in all_intakes() if one.kind in FIELDS)


def kind_labels() -> list[tuple[Kind, Label]]:
    """The kinds to choose from, by the names of their registers."""
    return [(kind, intake_of(kind, "").register.label) for kind in kinds_taken_in()]


def as_taken_in(mapping: TableMapping) -> TableMapping:
    """The mapping without what the register does not keep."""
    takes = intake_of(mapping.kind, mapping.kind).takes
    columns = tuple(one for one in mapping.columns if not takes or one.field in takes)
    return replace(mapping, columns=columns)


def is_taken_in(mapping: TableMapping) -> bool:
    """Whether a register takes in such a table: its kind, its columns, and what is told of words, in the
    words of fields that have a closed list of them."""
    if not is_possible(mapping) or mapping.kind not in kinds_taken_in():
        return False
    closed = intake_of(mapping.kind, mapping.kind).words
    return all(
        column.field in closed and (not meaning or closed[column.field].is_known(meaning))
        for column in mapping.columns
        for _word, meaning in column.words
    )


def mappings_visible_to(actor: Actor) -> QuerySet[RememberedMapping]:
    """The remembered mappings, to those who import files."""
    found = RememberedMapping.objects.select_related("person")
    return found if may(actor, FILES_IMPORT) else found.none()


def mapped_files_visible_to(actor: Actor) -> QuerySet[MappedFile]:
    """The files that wait for a mapping or were read by one, to those who import files."""
    found = MappedFile.objects.select_related("person", "file", "batch", "remembered")
    return found if may(actor, FILES_IMPORT) else found.none()


def senders_known(actor: Actor, most: int = 200) -> list[str]:
    """Names to choose a sender from: those of remembered mappings, then the units."""
    named = list(mappings_visible_to(actor).order_by("sender").values_list("sender", flat=True).distinct())
    units = Unit.objects.filter(abolished_on__isnull=True).order_by("name").values_list("name", flat=True)
    return list(dict.fromkeys([*named, *units[:most]]))[:most]


def reference_registers() -> list[Register]:
    """Those whose rows come in as a ledger, at the console, too."""
    return [register for register in all_registers() if register.edit == REFERENCE_EDIT]


def reference_named(name: str) -> Register | None:
    return next((register for register in reference_registers() if register.name == name), None)


def reference_in(samples: Sequence[SheetSample]) -> Register | None:
    """The reference register of which a table has every column that is needed."""
    for register in reference_registers():
        needed = {label_key(field.label) for field in register.fields if field.is_required}
        if any(needed <= set(map(label_key, cells)) for sample in samples for _line, cells in sample.rows):
            return register
    return None


def ledger_hint(register: Register) -> str:
    """How a table of a reference register comes in that is not told from others by its headings."""
    return _("这像是“%(label)s”的表。确定是的话写明 --kind %(name)s，或在网页上用台账导入：%(address)s。") % {
        "label": register.label,
        "name": register.name,
        "address": ledger_address(register),
    }


def mapping_page_hint(sender: str) -> str:
    """Where a table that nobody has mapped yet goes."""
    if not sender:
        return _("网页上传后可逐列指定：权利登记 → 导入（/registry/imports/）。")
    return _(
        "没有记住“%(sender)s”这种表的列对应。"
        "请先在网页上传一次并逐列指定：权利登记 → 导入（/registry/imports/）。"
    ) % {"sender": sender}
