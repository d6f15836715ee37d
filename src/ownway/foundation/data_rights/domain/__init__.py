"""Pure rules: what each table's policy says, when something is due, and who may not be named."""
