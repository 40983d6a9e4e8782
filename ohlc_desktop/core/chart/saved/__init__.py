"""What users keep under names of their own: templates and workspaces; and on which screen a window comes back."""
