"""Which panes a chart has, in which order and how tall they are: plain data, and what a user may do with it."""
