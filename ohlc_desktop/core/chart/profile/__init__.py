"""Volume profiles: how much was traded at which prices."""
