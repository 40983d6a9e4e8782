"""Dialogs of a chart window."""
