"""What paid feeds cost."""
