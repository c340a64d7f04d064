"""The people of the MSP: who visits, who advises, who sells."""
