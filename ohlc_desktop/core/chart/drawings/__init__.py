"""Drawings as data: shapes, anchors, edits, measures."""
