"""What is written of measures."""
