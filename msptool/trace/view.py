"""A chain in a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from msptool.trace.chain import Chain

_STYLES = {"finding": "red", "came-back": "bold red", "verified": "green", "done": "green", "decision": "cyan"}


def chain_text(chain: Chain) -> RenderableType:
    """The events by day, what each is, and the commit that its file was last written in."""
    out = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for name in ("day", "what"):
        out.add_column(name, no_wrap=True)
    out.add_column("", ratio=1)
    out.add_column("commit", no_wrap=True)
    for each in chain.events:
        commit = each.commit[:8] if each.commit else "not committed"
        out.add_row(
            str(each.on), Text(each.kind, style=_STYLES.get(each.kind, "")), Text(each.text), Text(commit, style="dim")
        )
    title = Text.assemble((f"{chain.client.name}: {chain.standard.name}", "bold"), (f"  {chain.standard.id}", "dim"))
    return Group(
        title, Text(chain.standard.question), Text(f"Now {chain.state.removesuffix('.')}.", style="italic"), out
    )
