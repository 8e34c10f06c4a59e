"""One row a customer: features from orders or from a customer table."""
