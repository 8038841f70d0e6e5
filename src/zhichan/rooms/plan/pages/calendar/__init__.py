"""Pages of the task calendar: what is due when, a file of it, and an address to subscribe to."""
