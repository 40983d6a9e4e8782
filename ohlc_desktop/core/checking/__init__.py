"""Which rows of an answer can be believed."""
