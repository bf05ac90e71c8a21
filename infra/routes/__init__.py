"""A web of invented portals from manifests of routes: ``python -m infra.routes FOLDER...`` plays them on loopback."""
