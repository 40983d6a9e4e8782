"""The contracts of a future in the store: the ledger of their rolls, and the continuous series made of them."""
