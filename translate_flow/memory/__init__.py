"""Translation memory: what was translated once is found again."""
