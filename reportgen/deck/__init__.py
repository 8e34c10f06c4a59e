"""Six slides of a report, for PowerPoint: words and figures of the report, charts that can be edited."""
