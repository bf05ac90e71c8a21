"""Other hands: the same designs as files the way other programs and people make them."""
