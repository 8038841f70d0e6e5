"""What can be done with an edited ledger: preview it, confirm it, give it up."""

from zhichan.core.imports.actions.confirm import abandon_batch, confirm_batch
from zhichan.core.imports.actions.preview import preview_ledger

__all__ = ["abandon_batch", "confirm_batch", "preview_ledger"]
