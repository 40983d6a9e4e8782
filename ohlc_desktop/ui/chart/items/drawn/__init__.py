"""How drawings are painted: their colours, lines and texts."""
