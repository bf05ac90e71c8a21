"""From portals to archived files: declarations of portals, adapters of CMS families, the polite client, the decision
which items are a petition bureau's 预算 or 决算, and the raw archive."""
