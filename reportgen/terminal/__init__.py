"""What a terminal takes and shows: flags, progress, answers."""
