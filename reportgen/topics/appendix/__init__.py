"""For analysts: how the segments lie and overlap, and the data behind them."""
