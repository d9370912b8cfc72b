"""The web page of the sandbox: a Discord channel in the browser, and a strip to make trouble with."""
