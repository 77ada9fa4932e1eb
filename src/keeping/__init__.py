"""Ties the editor to the pictures that the browser keeps: saving by itself, opening again, and what is shown of it."""
