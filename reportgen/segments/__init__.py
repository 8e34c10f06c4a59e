"""Groups of customers: how many, how sure, who is in them and what tells them apart."""
