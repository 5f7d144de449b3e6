"""An Outcome or an explanation in, words, pages and plain data out."""
