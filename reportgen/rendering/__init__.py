"""Pictures and pages from finished text, in a process of their own: vl-convert, Pillow and WeasyPrint."""
