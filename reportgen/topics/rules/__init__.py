"""Plain rules that find the segments: a condition a segment, and a few questions that place everybody."""
