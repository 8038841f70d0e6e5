"""Early warning (预警): kinds of happenings, and finding what is new of them in the registers.

A kind is one file in ``kinds``: what it reads, how it finds, and the words of its card.
"""
