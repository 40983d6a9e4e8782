"""What happens in a run, as events and as one state."""
