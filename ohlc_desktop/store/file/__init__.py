"""The database as a file: where SQLite finds it, how it is brought forward, what its errors mean for a person."""
