"""A request in, a page out: the same consultation for a browser, whoever hosts it."""
