"""How charts are drawn: the dialog that asks for it, and templates."""
