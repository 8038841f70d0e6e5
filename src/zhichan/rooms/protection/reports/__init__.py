"""What the protection room gives to reports: stored queries, one subject a file."""
