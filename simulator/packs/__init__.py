"""Packs: built into one file, and installed in the home."""
