"""Writes of units, collectives, people, posts and tokens; one file per subject."""
