"""One file per layout (版式): whoever adds a file format adds a file here, and nothing else."""
