"""The commands of paid feeds: the account, and what is bought."""
