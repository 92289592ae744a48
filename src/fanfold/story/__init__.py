"""What a text tells about itself, as suggestions with evidence. Pure functions."""
