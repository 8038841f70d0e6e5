"""What the plan room gives to reports: stored queries, one subject a file, and definitions (*.toml)."""
