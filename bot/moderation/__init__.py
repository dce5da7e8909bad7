"""What moderators do in Discord: load facts, look at them, take them back."""
