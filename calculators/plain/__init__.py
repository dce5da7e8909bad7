"""Plain words: questions as people write them, in English or Polish, read into questions."""
