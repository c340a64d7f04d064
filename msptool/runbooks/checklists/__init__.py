"""Checklists for joiners, movers, leavers and new clients, and the record of each time one is worked through."""
