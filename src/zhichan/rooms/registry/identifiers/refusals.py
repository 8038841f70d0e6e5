"""Why a text is not the identifier it should be (编号不合规则): a stable code and what is right."""

from __future__ import annotations

from enum import StrEnum

from .folding import folded

_LONGEST_SHOWN = 60


class Family(StrEnum):
    """The families of identifiers, first half of a refusal's code."""

    PATENT_APPLICATION = "patent_application"
    PATENT_PUBLICATION = "patent_publication"
    PATENT_DOCUMENT = "patent_document"
    PCT_APPLICATION = "pct_application"
    WO_PUBLICATION = "wo_publication"
    MADRID = "madrid_registration"
    HAGUE = "hague_registration"
    INTERNATIONAL = "international_number"
    OVERSEAS = "overseas_number"
    OFFICE = "office"
    TRADEMARK = "trademark"
    NICE_CLASS = "nice_class"
    SIMILAR_GROUP = "similar_group"
    GOODS_ITEM = "goods_item"
    SOCIAL_CREDIT = "social_credit_code"
    ORGANISATION = "organisation_code"
    BUSINESS_REGISTER = "business_register_number"
    RESIDENT = "resident_number"
    IPC = "ipc"
    CPC = "cpc"
    LOCARNO = "locarno"
    VIENNA = "vienna"
    SOFTWARE = "software_copyright"
    SOFTWARE_CERTIFICATE = "software_certificate"
    WORK = "work_copyright"
    PLANT_VARIETY = "plant_variety"
    LAYOUT_DESIGN = "layout_design"
    AGRICULTURAL_GI = "agricultural_gi"
    DIVISION = "division_code"
    INDUSTRY = "industry_code"


class Reason(StrEnum):
    """What is wrong, second half of a refusal's code."""

    EMPTY = "empty"
    SHAPE = "wrong_shape"
    LENGTH = "wrong_length"
    CHARACTER = "wrong_character"
    CHECK = "wrong_check"
    INNER_CHECK = "wrong_inner_check"
    YEAR = "wrong_year"
    DATE = "wrong_date"
    TYPE = "wrong_type"
    RANGE = "out_of_range"
    KIND = "wrong_kind"
    KIND_MISSING = "kind_missing"
    ERA = "kind_not_of_that_time"
    PROVINCE = "unknown_province"
    SECTION = "wrong_section"
    OFFICE = "wrong_office"
    DOMESTIC = "domestic"


class IdentifierRefused(ValueError):
    """A text was refused; ``code`` is stable, ``expected`` is what stands in the right place, if it is known.

    ``position`` counts the characters from 1, without prefix, spaces and stops. A refusal travels between
    processes, and bulk readers hand it over as a value.
    """

    def __init__(
        self, code: str, written: str, expected: str | None = None, position: int | None = None
    ) -> None:
        shown = written if len(written) <= _LONGEST_SHOWN else written[:_LONGEST_SHOWN] + "…"
        super().__init__(code, shown, expected, position)
        self.code = code
        self.written = shown
        self.expected = expected
        self.position = position

    @property
    def family(self) -> Family:
        return Family(self.code.partition(".")[0])

    @property
    def reason(self) -> Reason:
        return Reason(self.code.partition(".")[2])


def refused(
    family: Family, reason: Reason, written: str, expected: str | None = None, position: int | None = None
) -> IdentifierRefused:
    """The refusal of one family for one reason; an empty text is always refused as empty."""
    if not folded(written):
        reason, expected, position = Reason.EMPTY, None, None
    return IdentifierRefused(f"{family}.{reason}", written, expected, position)
