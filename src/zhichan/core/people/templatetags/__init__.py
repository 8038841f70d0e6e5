"""Template tags of the system room."""
