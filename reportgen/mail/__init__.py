"""E-mails finished briefs to their recipients, to each once."""
