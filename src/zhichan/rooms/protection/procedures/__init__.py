"""One file for each procedure, with all its versions; found by location."""
