"""Understanding: from a visitor's words to topics, entities and safety."""
