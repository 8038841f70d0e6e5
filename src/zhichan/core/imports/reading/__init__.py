"""From the bytes of a file to a grid of cells, with every reason to refuse it said in one line."""
