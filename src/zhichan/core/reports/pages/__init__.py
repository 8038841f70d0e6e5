"""Pages of reports: the list, making, reading and editing one, its figures, differences, issue and files."""
