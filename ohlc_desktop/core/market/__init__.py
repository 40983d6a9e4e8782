"""What is traded and when: instruments, contracts, exchanges, sessions, holidays, and what a feed serves of them."""
