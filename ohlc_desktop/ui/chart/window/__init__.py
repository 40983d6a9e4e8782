"""The window of charts: toolbar, menus, dialogs, layouts, and what is remembered of it."""
