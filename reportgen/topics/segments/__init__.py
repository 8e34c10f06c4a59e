"""Who is in each segment, and how the segments differ."""
