"""The Python API on archives that the program itself filled."""
