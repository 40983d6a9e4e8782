"""What other machines of the desk need: what has changed at the hub, and how it is."""
