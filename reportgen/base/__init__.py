"""Used by every room: locale and translation, formats, names, fonts, colours, audit, DuckDB."""
