"""Reports printed: docx in official layout (GB/T 9704-2012), and PDF by Typst with our own fonts."""
