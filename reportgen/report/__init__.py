"""Words and pictures joined into what a reader opens."""
