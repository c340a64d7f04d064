"""Tests of the room 'alignment'."""
