"""``hub``: the desk's shared archive on PostgreSQL; and what other commands tell of it."""
