"""What a child process of the tests has loaded before it is forked: the product, and no connection."""

import django

django.setup()

import zhichan.config.urls  # noqa: E402, F401  it loads every room's pages and actions
