"""The one style of all windows: what Fusion draws, but flat buttons, padded fields with a frame, quiet menus and bars."""
