"""Writes of reports; one file per subject."""
