"""What `jiefang doctor` looks at: this terminal, the record, the packs, the versions; each with what to do."""
