"""Tests of msptool. They mirror its rooms."""
