"""Customers who order in one season only, shortly before it begins."""
