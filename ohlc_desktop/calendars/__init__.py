"""Trading sessions: the calendar library, and our dated corrections of it."""
