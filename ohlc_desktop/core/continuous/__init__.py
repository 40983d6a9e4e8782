"""Continuous series of a future: when they roll, the ledger of the rolls, and the adjustment of what is older."""
