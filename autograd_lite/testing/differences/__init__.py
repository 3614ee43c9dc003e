"""Derivatives from values alone: steps, extrapolation, noise, many digits; each with its error."""
