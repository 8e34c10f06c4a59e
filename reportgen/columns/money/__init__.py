"""Which columns hold money: quantities, prices, totals, sides of an account, and what makes up what."""
