"""What can be done with the rows of a register: record, change, end, resume, correct."""

from zhichan.core.registers.actions.record import (
    Entry,
    change_row,
    end_row,
    record_row,
    record_rows,
    resume_row,
)
from zhichan.core.registers.actions.withdraw import withdraw_event

__all__ = ["Entry", "change_row", "end_row", "record_row", "record_rows", "resume_row", "withdraw_event"]
