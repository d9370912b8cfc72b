"""The local Discord, held against a real discord.py bot and against plain HTTP."""
