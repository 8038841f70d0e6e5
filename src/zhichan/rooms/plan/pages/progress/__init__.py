"""Pages of reports on tasks: handing in, answering, and what waits for whom."""
