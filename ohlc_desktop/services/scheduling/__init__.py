"""When the next import starts, and why not now."""
