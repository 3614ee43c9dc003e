"""Elementwise operations, by family."""
