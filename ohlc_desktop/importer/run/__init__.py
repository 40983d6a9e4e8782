"""The parts of one run, in the order in which they come; each works on the same :class:`ImportRun`."""
