"""Commands of this program that the tray process has carried out by child processes."""
