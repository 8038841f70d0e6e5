"""What is written of rules."""
