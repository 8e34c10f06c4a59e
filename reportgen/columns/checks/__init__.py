"""Doubts about columns, each as an issue."""
