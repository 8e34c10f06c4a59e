"""Private files: lists of customers, the workbook, SQL; and removing customers from them."""
