"""Writes of the plan room, one file per subject."""
