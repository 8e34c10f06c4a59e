"""Revenue and customers month by month: this month beside the year before and the last three."""
