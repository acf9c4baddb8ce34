"""Filling a template: each Word part compiled once into a Jinja template, values printed safely, the file written anew."""
