"""What goes out to translators elsewhere and comes back, compared and never believed."""
