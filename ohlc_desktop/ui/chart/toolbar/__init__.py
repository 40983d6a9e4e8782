"""The toolbar of a chart window, its menus and the finder of symbols."""
