"""The public chat API, and the Rasa agent that answers it."""
