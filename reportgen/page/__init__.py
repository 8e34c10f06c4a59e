"""Parts that pages are made of: tables, pictures with their words, terms."""
