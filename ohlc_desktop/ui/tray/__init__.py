"""The icon in the tray, its menu and tooltip, and notifications."""
