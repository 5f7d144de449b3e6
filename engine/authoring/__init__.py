"""A base and its cases in, reports for advisors out."""
