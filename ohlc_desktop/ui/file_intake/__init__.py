"""Files that a person brings: dropped on the window, chosen, or found in the watched folder."""
