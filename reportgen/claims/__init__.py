"""Numbers as facts, and the guards that decide what may be said of them."""
