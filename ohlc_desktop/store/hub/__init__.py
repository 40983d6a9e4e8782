"""What the hub has not heard of yet, the rows that it is told, and what came over it to a machine that follows."""
