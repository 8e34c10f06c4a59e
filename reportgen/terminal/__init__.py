"""The command line: flags, progress, results."""
