"""How a table stands in text: code page, separator, cells, header, and which lines are its rows."""
