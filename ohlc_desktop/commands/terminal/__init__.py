"""What commands share: progress on the terminal, JSON documents, refusals, cancelling."""
