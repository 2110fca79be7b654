"""What readers get: articles composed, previewed, published and recorded."""
