"""Cleans rows: which count, and a waterfall of those that do not."""
