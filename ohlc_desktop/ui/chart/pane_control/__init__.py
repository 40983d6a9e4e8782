"""What a user does with the panes of a chart: buttons in the corner of the one below the pointer, and menus."""
