"""Facts in pictures: marks and their labels, nothing else."""
