"""What a person sees: tray, window, pages, theme."""
