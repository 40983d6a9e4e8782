"""``sources``: where candles come from, which source counts more, and a person's choice between them."""
