"""Sample portals on loopback: rebuilt real documents and pages of three CMS families, for the demo and the tests."""
