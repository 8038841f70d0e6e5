"""Legal bases and ranges of penalties (处罚幅度)."""
