"""How the apps are put together and run: settings, addresses, response headers, date and number formats."""
