"""Order lines that lie on a cluster: Spark brings them together, the steps of cleaning run in its tasks."""
