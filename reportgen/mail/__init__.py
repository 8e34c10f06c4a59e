"""Finished briefs sent, each once."""
