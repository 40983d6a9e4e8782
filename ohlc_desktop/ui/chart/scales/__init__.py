"""What the axes of a chart show."""
