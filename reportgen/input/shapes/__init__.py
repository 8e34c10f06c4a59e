"""Tables laid out for eyes, as rows of a plain table."""
