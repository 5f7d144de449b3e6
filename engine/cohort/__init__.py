"""Many applicants at once: a table of answers in, a table of outcomes out, column by column."""
