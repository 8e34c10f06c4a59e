"""From the file to the segments: rows accounted for, measures, columns, doubts, how to repeat it."""
