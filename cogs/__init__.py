"""Everything that speaks Discord: commands, cards, posts, and the words a person reads."""
