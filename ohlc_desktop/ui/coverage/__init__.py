"""The page *Coverage*: is the data complete, and what can be done where it is not."""
