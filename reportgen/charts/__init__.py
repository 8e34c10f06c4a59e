"""Charts as SVG: marks and their labels; the values and words come from the topics."""
