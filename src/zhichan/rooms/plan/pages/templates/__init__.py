"""Pages that make plans from templates."""
