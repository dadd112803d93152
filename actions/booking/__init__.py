"""The booking request: reading details from messages, the form, the read-back, sending it."""
