"""What can be subscribed to besides a query (订阅对象): one file for each kind, found by ``kinds``.

Each kind says what it is called, what is known of it now, and what of several is new since. It compares what
is with what was known, so that nothing is missed whatever order writers come in, and nothing is told twice.
"""
