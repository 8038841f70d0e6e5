"""What actions write inside their transaction, once they have checked the right."""
