"""The page *Contracts*: what comes in the next days, and the ledger of rolls."""
