"""What lasts from month to month: identity of segments and the record of a run."""
