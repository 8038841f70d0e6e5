"""Pages of the system room: units, collectives, people, sign-in, own account, rights, calendar."""
