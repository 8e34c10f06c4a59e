"""Publishes finished builds: writes their folders, swaps them in, and renders the index pages."""
