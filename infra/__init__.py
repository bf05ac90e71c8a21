"""What the project runs on: install scripts, service units, and the bundled sample portals."""
