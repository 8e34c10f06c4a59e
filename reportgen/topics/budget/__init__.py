"""Where effort may go: break-even, ways to divide a budget, and how large a test has to be."""
