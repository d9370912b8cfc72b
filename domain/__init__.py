"""What Firstframe is about: jobs, orders, models, the pace of looks, and errors. No input or output here."""
