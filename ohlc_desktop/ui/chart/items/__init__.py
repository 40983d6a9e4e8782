"""What is painted in a chart."""
