"""Likeness of marks (商标近似): how alike two marks read by form, sound and meaning, with the reasons.

Pure: no rows and no requests. A score is advice for whoever looks through the list, never a finding. Figures
are not compared: a mark is what its name says.
"""
