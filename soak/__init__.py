"""A soak: hundreds of orders at the real bot while everything around it fails at random; then the books are checked.

It knows the bot from outside alone: its processes, its database as a file, its log.
"""
