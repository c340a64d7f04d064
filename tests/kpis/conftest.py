"""What the tests of KPIs have at hand."""

from tests.kpis.records import office

__all__ = ["office"]
