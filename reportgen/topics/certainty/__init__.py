"""How sure the segments are: the verdict, their number, and which to trust less."""
