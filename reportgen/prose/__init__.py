"""Facts and sentences, and the rules of what may be said."""
