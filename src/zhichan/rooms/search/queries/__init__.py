"""What the pages of the search room ask, one file each."""
