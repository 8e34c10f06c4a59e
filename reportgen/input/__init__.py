"""How a source is read: its bytes, its lines, its cells as text."""
