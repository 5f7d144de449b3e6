"""An Outcome in, data out: how, why not, what if."""
