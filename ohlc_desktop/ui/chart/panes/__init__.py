"""One chart: its picture as data, its view, crosshair and legend, and what stands over it."""
