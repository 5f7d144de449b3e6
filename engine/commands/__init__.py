"""Words of a command line in, files, text and exit codes out."""
