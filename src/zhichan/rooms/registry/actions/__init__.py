"""Writes of the registry room that no register does by itself."""
