"""The handbook as `jiefang handbook` shows it: words for what was found, as lines and as data."""
