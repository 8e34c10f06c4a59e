"""Facts in words: findings, recommendations, titles."""
