"""The database and the exports, read by the programs that people read them with."""
