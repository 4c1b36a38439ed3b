"""What `anxin policy check` asks of a pack, one question per file; each yields faults and changes nothing."""
