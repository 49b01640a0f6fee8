"""Bringing an English file up to date with its Chinese one."""
