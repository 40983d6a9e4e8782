"""Whether all that an import needs works: Redis, time zone, schedule, feed, database; and faults of ours."""
