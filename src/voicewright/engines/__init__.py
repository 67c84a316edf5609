"""What turns text and a voice into sound: a folder per engine."""
