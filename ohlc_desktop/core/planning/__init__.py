"""What is complete, what is missing, and what to ask for."""
