"""A copy of the database, its check, and the way back."""
