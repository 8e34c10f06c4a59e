"""What came in: a source becomes text rows, roles for its columns, and clean typed rows."""
