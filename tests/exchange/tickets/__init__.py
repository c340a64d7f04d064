"""Tests of the tickets that leave msptool."""
