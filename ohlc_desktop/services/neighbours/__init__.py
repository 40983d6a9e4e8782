"""Other machines that share a Redis: what they have imported is taken over as soon as they tell of it."""
