"""Widgets and pictures that several pages use, and the theme of all."""
