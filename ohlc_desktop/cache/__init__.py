"""Redis: whether it works, and what is kept in it; the only room that knows redis-py."""
