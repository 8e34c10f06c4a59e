"""Private lists, the workbook, and what is taken out of them."""
