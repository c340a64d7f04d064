"""The sandbox that templates run in: Jinja2's own, with a limit on what a template can make of a short text.

A template may come from a stranger's pull request. Whatever it repeats, joins or doubles ends at a million characters,
so that no template fills the memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.environment import Environment
from jinja2.filters import do_batch, do_replace, make_attrgetter, sync_do_join, sync_do_sum
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import htmlsafe_json_dumps, pass_environment, pass_eval_context
from markupsafe import Markup

MOST = 1_000_000
_MOST_SHOWN = 10 * MOST
_MOST_REPEATS = 10_000
_MOST_BITS = 4096
_MOST_IN_A_BATCH = 1000

# These make a text, or bytes, of any length of a short one.
_WIDENING = frozenset(
    (
        "center", "encode", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust", "to_bytes", "translate", "zfill",
    )
)  # fmt: skip


def refuse_much(value: Any, *, times: int = 1, most: int = MOST) -> None:
    """Raise OverflowError for texts, and lists of texts, that are longer together, so many `times`, than a report needs."""
    total, waiting = 0, [value]
    while waiting and total * times <= most:
        each = waiting.pop()
        if isinstance(each, list | tuple):
            total += len(each)
            waiting.extend(each)
        else:
            total += len(each) if isinstance(each, str) else 1
    if total * times > most:
        raise OverflowError(
            f"this makes more than {most:,} characters: a template shows figures, it does not compute them"
        )


def refuse_to_show_much(value: Any) -> None:
    """Raise OverflowError for what is longer than a whole page."""
    if isinstance(value, str | list | tuple):
        refuse_much(value, most=_MOST_SHOWN)


class _Code(CodeGenerator):
    """Compiles `~` to a call that has the limit."""

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """See Jinja2."""
        escaping = "context.eval_ctx.autoescape" if frame.eval_ctx.volatile else repr(bool(frame.eval_ctx.autoescape))
        self.write(f"environment.concatenated({escaping}, (")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """See the module."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})
    code_generator_class = _Code

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nor the methods of a text, or a number, that widen it."""
        widens = isinstance(obj, str | bytes | int) and attr in _WIDENING
        return super().is_safe_attribute(obj, attr, value) and not widens

    def wrap_str_format(self, value: Any) -> None:
        """Jinja2 would let a safe `str.format` through; here it is refused with the others."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers may be added and multiplied; a text or a list repeated a billion times is no report."""
        if operator == "+":
            refuse_much([left, right])
        elif operator == "*":
            _refuse_to_repeat(left, right)
        elif operator == "**" or isinstance(left, str):
            raise OverflowError(_no(operator))
        return super().call_binop(context, operator, left, right)

    def concatenated(self, escaping: bool, parts: tuple[Any, ...]) -> str:
        """What `~` makes of its parts."""
        refuse_much(parts)
        return markup_join(parts) if escaping else str_join(parts)


def _no(operator: str) -> str:
    return f"'{operator}' is not for this here: a template shows figures, it does not compute them"


def _refuse_to_repeat(left: Any, right: Any) -> None:
    if isinstance(left, int) and isinstance(right, int):
        if left.bit_length() + right.bit_length() > _MOST_BITS:
            raise OverflowError(_no("*"))
        return
    sequence, times = (right, left) if isinstance(left, int | float) else (left, right)
    if hasattr(sequence, "__len__") and isinstance(times, int):
        if times > _MOST_REPEATS:
            raise OverflowError(_no("*"))
        refuse_much(sequence, times=max(times, 0))


@pass_eval_context
def _join(
    context: EvalContext, value: Iterable[Any], d: str = "", attribute: str | int | None = None
) -> str:  # fmt: skip
    getter = make_attrgetter(context.environment, attribute) if attribute is not None else None
    parts = [getter(each) for each in value] if getter else list(value)
    refuse_much(parts)
    refuse_much(str(d), times=len(parts))
    return sync_do_join(context, parts, d)


@pass_eval_context
def _replace(context: EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
    text = str(s)
    found = text.count(str(old))
    refuse_much(text)
    refuse_much(str(new), times=found if count is None or count < 0 else min(found, count))
    return do_replace(context, s, old, new, count)


@pass_environment
def _sum(environment: Environment, iterable: Iterable[Any], attribute: str | int | None = None, start: Any = 0) -> Any:
    getter = make_attrgetter(environment, attribute) if attribute is not None else None
    values = [getter(each) for each in iterable] if getter else list(iterable)
    refuse_much(values)
    return sync_do_sum(environment, values, None, start)


def _batch(value: Iterable[Any], linecount: int, fill_with: Any = None) -> Any:
    if linecount > _MOST_IN_A_BATCH:
        raise OverflowError(f"a batch has at most {_MOST_IN_A_BATCH} parts")
    return do_batch(value, linecount, fill_with)


def _tojson(value: Any) -> Markup:
    return htmlsafe_json_dumps(value)


LIMITED: dict[str, Any] = {"join": _join, "replace": _replace, "sum": _sum, "batch": _batch, "tojson": _tojson}
# Filters that could not be limited by what they are given, and that no report needs.
LEFT_OUT = ("center", "indent", "wordwrap", "format", "xmlattr", "slice")
