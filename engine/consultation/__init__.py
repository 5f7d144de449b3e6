"""Answers in, an Outcome out: a pure function."""
