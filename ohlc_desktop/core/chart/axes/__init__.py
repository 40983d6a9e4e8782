"""Scales and labels of the price and time axes."""
