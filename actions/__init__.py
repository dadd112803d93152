"""The clinic's actions: answers, asking back, hand-over, safety and the booking request."""
