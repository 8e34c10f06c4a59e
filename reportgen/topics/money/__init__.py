"""Where the money is: concentration, the largest customers, one-time buyers, recency by frequency."""
