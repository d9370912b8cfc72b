"""The whole bot, as it is started by an operator, seen from outside through the sandbox."""
