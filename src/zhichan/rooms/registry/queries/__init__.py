"""Reads of the registry room."""
