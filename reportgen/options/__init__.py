"""What a user can choose, declared once."""
