"""The segments at first sight: the cover, the page that stands alone, and all of them side by side."""
