"""Figures, words and comparisons that several topics speak of."""
