"""A scenario in the making, played beside its checks. No screen in here."""
