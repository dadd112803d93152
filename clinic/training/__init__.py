"""Making models from what the clinic taught."""
