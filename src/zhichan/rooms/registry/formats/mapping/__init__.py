"""Tables of any layout, read as a person said (列对应). Pure: no database, no clock.

samples = sheet_samples(source)                       # the first rows of each sheet
outline = guess_outline(samples, kinds)               # kind, sheets, where the headings stand
mapping = proposed(outline, samples)                  # which column is which field, as far as can be told
for entry in reader_of(mapping)(source): ...          # Record or Unreadable, as of any known layout
"""
