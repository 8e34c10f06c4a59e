"""Finds the role of each column, from its values and its header."""
