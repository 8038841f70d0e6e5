"""Writes of matters, one file per subject."""
