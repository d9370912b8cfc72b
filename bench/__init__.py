"""How much the bot costs: measured at the sandbox, beside a bare bot that does the least one can do."""
