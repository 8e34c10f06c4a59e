"""Where the money is: how unevenly value is spread, the largest customers, one-time buyers, recency by frequency."""
