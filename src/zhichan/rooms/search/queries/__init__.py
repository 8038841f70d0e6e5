"""What the search room reads, one file each."""
