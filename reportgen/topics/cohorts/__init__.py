"""Who came back, by month of the first order."""
