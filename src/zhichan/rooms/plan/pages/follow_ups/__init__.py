"""Pages of follow-ups (督办): the list, one of them, its steps, opening, and how units keep their days."""
