"""What the hub has not heard of yet, and the rows that it is told."""
