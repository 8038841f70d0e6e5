"""Reads of the plan room."""
