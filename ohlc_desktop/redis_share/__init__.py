"""What machines share through Redis; the only room of redis-py."""
