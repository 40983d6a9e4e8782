"""The importing child process, as one state that every view shows."""
