"""Pages of tasks: board and list, one task, and what is done to it."""
