"""The REST API under /api/v10, one file for each kind of resource."""
