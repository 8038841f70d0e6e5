"""Pages of notices of criticism and talks (通报、约谈)."""
