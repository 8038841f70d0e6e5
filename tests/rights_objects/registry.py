"""Objects of the registers and of the registry room: rows of the whole office, batches of files."""

from __future__ import annotations

import itertools
from decimal import Decimal

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.core import _BY
from tests.rooms.registry.files import csv_of, number, row
from zhichan.core.imports.models import ImportBatch
from zhichan.core.measures.actions.run import keep_run
from zhichan.core.measures.computing import Figure, figure_of
from zhichan.core.measures.declaration import Question, measure_named
from zhichan.core.measures.models import MeasureRun
from zhichan.core.people.models import Person, Unit
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.registers.actions.batches import Incoming, begin_batch, stage_batch
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.importing.intake import Intake, intake_of
from zhichan.core.registers.models import Disagreement
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.actions.mapped_files import TableToMap, open_mapping
from zhichan.rooms.registry.actions.mappings import remember_mapping
from zhichan.rooms.registry.actions.put_in_list import Placing, put_in_list
from zhichan.rooms.registry.actions.record_evidence import Evidence
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry
from zhichan.rooms.registry.actions.saved_statistics import NamedStatistic
from zhichan.rooms.registry.formats import format_named
from zhichan.rooms.registry.formats.mapping.definition import TableMapping
from zhichan.rooms.registry.formats.mapping.proposing import guess_outline, proposed
from zhichan.rooms.registry.formats.mapping.samples import sheet_samples
from zhichan.rooms.registry.models import (
    JoinCandidate,
    JoinQuestion,
    ListKind,
    ListPlacement,
    MappedFile,
    Party,
    PartyJoin,
    Patent,
    ReferenceValue,
    ReferenceValueEvent,
    RememberedMapping,
    SavedStatistic,
)
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.reference_value import REFERENCE_VALUES

_year = itertools.count(1950)
_serial = itertools.count(1)
BOOK = {"room": "registry", "book": "reference"}


def entry() -> Entry:
    values = {
        "kind": ReferenceValue.Kind.FIRMS,
        "region": "120118",
        "year": 1950 + (next(_year) - 1950) % 250,
        "value": Decimal(12),
    }
    return Entry(values, TODAY, "统计公报")


def reference() -> ReferenceValue:
    made: ReferenceValue = record_row(REFERENCE_VALUES, entry(), **_BY)
    return made


def change_of_reference() -> tuple[ReferenceValue, int]:
    made = reference()
    change_row(REFERENCE_VALUES, made.pk, Entry({"value": Decimal(13)}, TODAY, "公报更正"), **_BY)
    return made, made.events.get(code="changed").pk


def shared_change() -> ReferenceValueEvent:
    """One and the same event in every argument of an action."""
    found = ReferenceValueEvent.objects.filter(code="changed").first()
    return found or ReferenceValueEvent.objects.get(pk=change_of_reference()[1])


def disagreement() -> Disagreement:
    return Disagreement.objects.create(
        register=REFERENCE_VALUES.name,
        subject_id=reference().pk,
        field="region",
        stored="120118",
        offered="120223",
        batch=staged_batch(),
        row_number=1,
        known_at=NOW,
    )


def begun_batch() -> ImportBatch:
    incoming = Incoming(csv_of([row(next(_serial))]), "清单.csv", "patent_list", "text/csv")
    return begin_batch(intake_of("patent", "专利清单"), incoming, **_BY)


def staged_batch() -> ImportBatch:
    batch = begun_batch()
    content = csv_of([row(next(_serial))])
    list(stage_batch(batch, format_named("patent_list").read(content), **_BY))
    return batch


def committed_batch() -> ImportBatch:
    batch = staged_batch()
    list(commit_batch(batch.pk, **_BY))
    return batch


def mapped_table() -> bytes:
    """A table that no layout knows: its headings are invented."""
    serial = next(_serial)
    told = (f"第 {serial} 号示例装置", number(serial), "云川示例机械有限公司", "2021-03-18")
    return f"件名,号码,谁的,哪天\n{','.join(told)}".encode()


def waiting_file() -> MappedFile:
    return open_mapping(TableToMap(mapped_table(), "台账.csv", "云川区科技局"), **_BY)


def column_mapping() -> TableMapping:
    samples = sheet_samples(mapped_table())
    return proposed(guess_outline(samples, ("patent",)), samples)


def remembered() -> RememberedMapping:
    """One and the same in every argument of an action."""
    found = RememberedMapping.objects.first()
    return found or remember_mapping("云川区科技局", column_mapping(), **_BY)


def asked_figure() -> Figure:
    return figure_of(measure_named("inventions_in_force"), Question("", TODAY, NOW))


def kept_run() -> MeasureRun:
    return keep_run(asked_figure(), **_BY)


def invention() -> Patent:
    """One invention in the register; the same in every argument of an action."""
    found = Patent.objects.filter(kind=Patent.Kind.INVENTION).first()
    if found is None:
        batch = begin_batch(
            intake_of("patent", "专利清单"),
            Incoming(csv_of([row(1, 申请号=number(1, kind=1))]), "清单.csv", "patent_list", "text/csv"),
            **_BY,
        )
        content = csv_of([row(1, 申请号=number(1, kind=1))])
        list(stage_batch(batch, format_named("patent_list").read(content), **_BY))
        list(commit_batch(batch.pk, **_BY))
        found = Patent.objects.get(kind=Patent.Kind.INVENTION)
    return found


for _name in ("registers:list", "registers:new"):
    page_object(_name)(lambda unit: Call(BOOK))

for _name in ("registers:row", "registers:change", "registers:end"):
    page_object(_name)(lambda unit: Call({**BOOK, "pk": reference().pk}))


@page_object("registers:withdraw")
def _withdraw(unit: Unit) -> Call:
    made, event = change_of_reference()
    return Call({**BOOK, "pk": made.pk, "event": event})


@page_object("registers:decide")
def _decide(unit: Unit) -> Call:
    found = disagreement()
    return Call({**BOOK, "pk": found.subject_id, "disagreement": found.pk})


for _name in ("registry:batch", "registry:batch_refusals"):
    page_object(_name)(lambda unit: Call({"pk": staged_batch().pk}))

for _name in ("registry:batch_commit", "registry:batch_abandon"):
    page_object(_name)(lambda unit: Call({"pk": staged_batch().pk}, "post"))

page_object("registry:batch_again")(lambda unit: Call({"pk": staged_batch().pk}, "post"))
page_object("registry:mapping")(lambda unit: Call({"pk": waiting_file().pk}))
page_object("registry:mapping_whole")(lambda unit: Call({"pk": waiting_file().pk}))
page_object("registry:mapping_outline")(lambda unit: Call({"pk": waiting_file().pk}, "post"))
page_object("registry:mapping_abandon")(lambda unit: Call({"pk": waiting_file().pk}, "post"))
page_object("registry:remembered_mapping")(lambda unit: Call({"pk": remembered().pk}))
page_object("registry:mapping_forget")(lambda unit: Call({"pk": remembered().pk}, "post"))

page_object("registry:batch_undo")(lambda unit: Call({"pk": committed_batch().pk}, "post"))

for _name in ("register_rows", "register_count"):
    api_object(_name)(lambda unit: Call({"name": REFERENCE_VALUES.name}))
api_object("register_events")(lambda unit: Call({"name": REFERENCE_VALUES.name, "row_id": reference().pk}))


def party(name: str = "") -> Party:
    values = {"name": name or f"云川第 {next(_serial)} 示例机械有限公司", "kind": Party.Kind.ORGANISATION}
    made: Party = record_row(PARTIES, Entry(values, TODAY, "营业执照"), **_BY)
    return made


def joined() -> PartyJoin:
    return join_parties(party().pk, Joining(party().pk, "更名通知书"), **_BY)


def question() -> JoinQuestion:
    made = JoinQuestion.objects.create(
        party=party(), rule=JoinRule.LIKENESS, similarity=0.8, model_version="1", asked_at=NOW
    )
    JoinCandidate.objects.create(question=made, party=party(), place=0, similarity=0.8)
    return made


page_object("registry:question")(lambda unit: Call({"pk": question().pk}))
page_object("registry:join")(lambda unit: Call({"pk": party().pk}))


@page_object("registry:split")
def _split(unit: Unit) -> Call:
    made = joined()
    return Call({"pk": made.party_id, "join": made.pk})


@api_object("answer_join_question")
def _answer(unit: Unit) -> Call:
    return Call({"question_id": question().pk}, "post", {"party_id": None, "reason": "另一家"})


sample("party_id")(lambda: party().pk)
sample("join_id")(lambda: joined().pk)
sample("question_id")(lambda: question().pk)
sample(Joining)(lambda: Joining(party().pk, "更名通知书"))
page_object("registry:evidence")(lambda unit: Call({"pk": invention().pk}))
page_object("measures:list")(lambda unit: Call({"room": "registry"}))
page_object("measures:measure")(lambda unit: Call({"room": "registry", "name": "inventions_in_force"}))
page_object("measures:opened")(
    lambda unit: Call(
        {"room": "registry", "name": "inventions_in_force"}, data={"asked-on": TODAY.isoformat()}
    )
)
page_object("measures:changed")(
    lambda unit: Call(
        {"room": "registry", "name": "inventions_in_force"},
        data={"asked-since": "2025-12-31", "asked-on": TODAY.isoformat()},
    )
)
for _name in ("measures:run", "measures:rows"):
    page_object(_name)(lambda unit: Call({"room": "registry", "pk": kept_run().pk}))
api_object("measure")(lambda unit: Call({"name": "inventions_in_force"}))

page_object("registry:legal_event")(lambda unit: Call({"book": "patent", "pk": invention().pk}))
api_object("right_moves")(lambda unit: Call({"book": "patent", "right_id": invention().pk}))


@api_object("record_right_event")
def _legal_event(unit: Unit) -> Call:
    body = {"code": "TRANSFERRED", "effective_on": TODAY.isoformat(), "source": "登记簿副本（示例）"}
    return Call({"book": "patent", "right_id": invention().pk}, "post", body)


sample("register_name")(lambda: "registry.patent")
sample("right_id")(lambda: invention().pk)
sample(LegalEntry)(lambda: LegalEntry("TRANSFERRED", TODAY, "登记簿副本（示例）"))
sample(Register)(lambda: REFERENCE_VALUES)
sample(Entry)(entry)
sample(Intake)(lambda: intake_of("patent", "专利清单"))
sample(Incoming)(lambda: Incoming(csv_of([row(1)]), "清单.csv", "patent_list", "text/csv"))
sample(ImportBatch)(begun_batch)
sample("measure_name")(lambda: "inventions_in_force")
sample(Figure)(asked_figure)
sample("patent_id")(lambda: invention().pk)
sample(Evidence)(lambda: Evidence("award", "met", TODAY, "获奖决定（示例）"))
sample("rows")(list)
sample("row_id")(lambda: shared_change().subject_id)
sample("row_event_id")(lambda: shared_change().pk)
sample("disagreement_id")(lambda: disagreement().pk)
sample("staged_batch_id")(lambda: staged_batch().pk)
sample("committed_batch_id")(lambda: committed_batch().pk)
sample(NewListKind)(lambda: NewListKind("样例名录"))
sample(TableToMap)(lambda: TableToMap(mapped_table(), "台账.csv"))
sample(TableMapping)(column_mapping)
sample("sender")(lambda: "云川区科技局")
sample("mapped_file_id")(lambda: waiting_file().pk)
sample("remembered_id")(lambda: remembered().pk)
sample("read_batch_id")(lambda: staged_batch().pk)


def list_kind() -> ListKind:
    found = ListKind.objects.first()
    return found or create_list_kind(NewListKind("样例名录"), **_BY)


def placing() -> Placing:
    return Placing(list_kind().pk, "party", [party().pk], TODAY, "认定文件（示例）")


def placement() -> ListPlacement:
    return put_in_list(placing(), **_BY)


def saved_statistic() -> SavedStatistic:
    """A shared one of somebody else; the same in every argument of an action."""
    found = SavedStatistic.objects.filter(is_shared=True).first()
    if found is None:
        keeper = Person.objects.create(username="keeper", name="存表的人", created_at=NOW, source="test")
        found = SavedStatistic.objects.create(
            name="共用的表",
            subject="in_force",
            rows="town",
            columns="granted",
            show="count",
            is_shared=True,
            person=keeper,
            saved_at=NOW,
        )
    return found


page_object("registry:put_in_list")(lambda unit: Call({"book": "party"}))
for _name in ("registry:placement", "registry:placement_undo"):
    page_object(_name)(lambda unit: Call({"pk": placement().pk}))
page_object("registry:statistic_save")(lambda unit: Call({}, "post"))
page_object("registry:statistic_delete")(lambda unit: Call({"pk": saved_statistic().pk}, "post"))
sample(Placing)(placing)
sample("placement_id")(lambda: placement().pk)
sample(NamedStatistic)(lambda: NamedStatistic("共用的表", "in_force", "town", "granted", is_shared=True))
sample("saved_id")(lambda: saved_statistic().pk)
