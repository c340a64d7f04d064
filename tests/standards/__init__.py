"""Tests of the room 'standards'."""
