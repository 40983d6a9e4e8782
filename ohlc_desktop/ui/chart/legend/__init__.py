"""The legend of a chart: what it says, where it stands, and what can be done with a study there."""
