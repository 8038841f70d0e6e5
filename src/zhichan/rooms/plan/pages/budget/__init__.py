"""Pages of the budget (经费预算)."""
