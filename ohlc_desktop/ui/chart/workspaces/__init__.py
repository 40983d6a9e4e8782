"""Workspaces: sets of chart windows under names, of which one is open."""
