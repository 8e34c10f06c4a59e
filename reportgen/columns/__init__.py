"""What each column is for, from its values and its header."""
