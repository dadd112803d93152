"""This product and a stock Rasa assistant, measured side by side: `make bench`."""
