"""What the runs of several machines share through Redis, which is never needed and never in the way."""
