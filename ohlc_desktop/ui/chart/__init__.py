"""The chart window."""
