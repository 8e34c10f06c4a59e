"""Checks of columns: whatever is doubtful about them becomes an issue."""
