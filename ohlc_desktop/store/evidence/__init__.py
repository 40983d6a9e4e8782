"""What feeds and markets were found to say about a series: answers, refusals, levels, splits, contracts that ended."""
