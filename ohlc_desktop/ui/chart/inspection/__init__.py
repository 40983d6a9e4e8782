"""What is known of single candles, shown over a chart where one was pressed."""
