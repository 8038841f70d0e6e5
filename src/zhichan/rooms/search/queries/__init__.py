"""What the search room reads, one file per subject."""
