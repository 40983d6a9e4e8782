"""What charts show, read and computed off the GUI thread."""
