"""What changed since the earlier month: who moved, who ordered, what of it is outside its normal range."""
