"""What `jiefang check` does around the checks: many at once, remembered results, safe corrections, watching."""
