"""Which rows count, and an account of those that do not."""
