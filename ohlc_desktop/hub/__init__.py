"""The desk's shared archive on PostgreSQL: one machine imports and pushes, many read. The only room of psycopg.

``address`` reads what the setting holds, ``connection`` opens it and says what went wrong, ``schema`` is the shape of the
archive and its roles, ``setting_up`` makes it and brings it forward, ``writing`` takes in what is pushed, ``reading``
gives it out, ``listening`` hears of what is committed, ``checksums`` sums both sides up for comparison.
"""
