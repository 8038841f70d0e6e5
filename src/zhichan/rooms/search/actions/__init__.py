"""What people do in the search room, one file each."""
