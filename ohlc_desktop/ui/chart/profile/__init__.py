"""Volume profiles of a chart: asked for as it moves, and their settings."""
