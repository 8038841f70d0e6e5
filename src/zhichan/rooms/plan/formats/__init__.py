"""File formats of the plan room, one file per format."""
