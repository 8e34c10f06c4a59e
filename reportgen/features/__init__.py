"""One row a customer, and the matrix that an algorithm sees."""
