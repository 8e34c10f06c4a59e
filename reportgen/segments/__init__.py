"""Segments: how many, who is in them, how real and stable they are, their names and what sets them apart."""
