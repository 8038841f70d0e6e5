"""What the search room keeps, one file each."""
