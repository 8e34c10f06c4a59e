"""What customers are expected to spend: the forecast, its back-test, or why there is none."""
