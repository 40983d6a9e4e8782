"""The hub in a run of the importer: told what is stored here, or followed; either way both sides can be proven equal."""
