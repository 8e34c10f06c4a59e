"""Finished folders put where readers find them, and the index pages."""
