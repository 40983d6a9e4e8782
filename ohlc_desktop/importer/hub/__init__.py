"""Tells the hub what is stored here, and proves that both are equal."""
