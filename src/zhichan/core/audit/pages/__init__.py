"""Pages of the audit record, for the audit administrator."""
