"""Reading as a careful editor would: findings, what the house knows, what becomes of them."""
