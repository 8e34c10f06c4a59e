"""This month compared with earlier ones."""
