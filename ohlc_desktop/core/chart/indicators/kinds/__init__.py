"""The indicators themselves: a module for each kind, with the functions and what is said of them."""
