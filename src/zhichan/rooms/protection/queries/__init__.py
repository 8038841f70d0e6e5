"""Reads of the protection room, one file per subject."""
