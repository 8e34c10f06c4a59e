"""Products that customers of a segment buy, and those that weigh more there than elsewhere."""
