"""``hub``: the desk's shared archive on PostgreSQL."""
