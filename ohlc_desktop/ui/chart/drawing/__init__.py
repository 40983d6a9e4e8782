"""Drawings: placed, moved, found, and kept."""
