"""The use cases, one module each, and the only room with disk and clock."""
