"""For whoever reads the file and never writes to it: other programs, through the Python API."""
