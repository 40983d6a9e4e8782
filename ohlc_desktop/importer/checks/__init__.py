"""The checks of one run, each on its own: what an answer must agree with, and what follows from it."""
