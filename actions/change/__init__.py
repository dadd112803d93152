"""A request that was sent: how it stands, another time, cancelling, taking an offered time."""
