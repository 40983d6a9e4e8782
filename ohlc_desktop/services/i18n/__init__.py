"""The language of window, tray and charts. Command line, logs and database are always English."""
