"""The desk's hub as a source of candles: what another machine imported, taken as it stands there."""
