"""Reads a source as text: files, lines, rows and cells, whatever the format."""
