"""From the indicator of a plan down to one right: its computed value, the run, the rows, one patent and its firm."""
