"""Actions: how the next ones are tested against a control group, and what registered ones did."""
