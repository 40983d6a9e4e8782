"""Several sources of one instrument brought together: what stands, and what is made of it."""
