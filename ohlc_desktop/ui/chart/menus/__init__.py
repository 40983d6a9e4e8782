"""Menus by place: what a chart offers where one points at it."""
