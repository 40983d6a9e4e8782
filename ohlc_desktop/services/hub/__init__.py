"""The hub in the tray process and in ``run``: heard on a thread of its own, never on that of the windows."""
