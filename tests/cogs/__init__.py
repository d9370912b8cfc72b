"""The words and the cards, without a Discord."""
