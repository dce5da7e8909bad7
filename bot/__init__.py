"""How people reach rackmath: Discord and the terminal. No arithmetic and no facts live here."""
