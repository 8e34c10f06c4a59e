"""The commands that are not builds."""
