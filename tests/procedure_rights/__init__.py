"""Who takes which step of which procedure, and who sees a matter: ``tests/rights_table/procedures``."""
