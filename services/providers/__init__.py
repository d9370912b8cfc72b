"""The video services: one port, two implementations, and the catalogue of what they offer."""
