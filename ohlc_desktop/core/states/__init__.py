"""The states of series, runs and run items, one row each: word, severity and what people are told of it."""
