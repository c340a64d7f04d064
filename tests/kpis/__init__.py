"""Tests of the KPIs."""
