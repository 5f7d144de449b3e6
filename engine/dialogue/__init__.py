"""Questions and typed lines in, a consultation and its case file out."""
