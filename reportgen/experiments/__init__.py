"""Control groups: how many, who, and what a registered action did, by assignment."""
