"""Open questions and commands turned into the yes/no question that they may have meant.

Every function returns a whole question, with `N` or `<...>` where only the author knows the value, or
nothing where the words do not lend themselves to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.clauses import Tokens, is_adverb, is_plural, main_verb, word_at


def asked(text: str) -> str:
    """A text as a question: a capital in front and a question mark behind."""
    text = " ".join(text.split()).strip(" ,;:.?!-–")
    return text[:1].upper() + text[1:] + "?"


def lowered(text: str) -> str:
    """A text for the middle of a sentence: the first letter small, unless it begins a name in capitals."""
    first = text.split(" ", 1)[0]
    is_name = first[1:] != first[1:].lower() or first.lower() in _NAMES
    return text if is_name else text[:1].lower() + text[1:]


_NAMES = closed.words("windows office outlook exchange teams azure intune microsoft linux google apple cisco active")


def documented(what: str) -> str:
    """Ask whether it is written down: "Is the patch process documented?", "Is it documented how ...?"."""
    what = re.sub(r"^(?:to )?(?:me|us) (?:about )?", "", what.strip(" .?:"), flags=re.IGNORECASE)
    if what.split(" ", 1)[0].lower() in closed.WH:
        return asked(f"is it documented {lowered(what)}")
    what = re.sub(r"^your\b", "the", what, flags=re.IGNORECASE)
    return asked(f"{be_for(what)} {lowered(what)} documented")


def be_for(noun_phrase: str) -> str:
    """`is` or `are`, by the noun that heads the phrase."""
    head = re.split(r" (?:of|in|on|for|to|from|with|that|which|who|at|by) ", noun_phrase + " ", maxsplit=1)[0]
    words = head.split()
    if not words or words[-1].isupper() or words[-1].lower() == "data":
        return "is"
    joined = "and" in words and words[0].lower() not in ("the", "a", "an")
    return "are" if joined or is_plural(words[-1].lower()) else "is"


# -- open questions --------------------------------------------------------------------------------

_AUX = r"(?P<aux>is|are|was|were|do|does|did|has|have|can|could|will|would|should|must)"
_Match = re.Match[str]


def _with(tail: str) -> Callable[[_Match], str]:
    """A question with the measure that was asked for at its end."""
    return lambda found: asked(f"{found['aux']} {found['rest']} {tail}")


def _write(template: str) -> Callable[[_Match], str]:
    return lambda found: asked(template.format(**found.groupdict()))


def _count(found: _Match) -> str:
    aux, what, rest = found["aux"].lower(), found["what"], found["rest"]
    if _names_subject(rest):
        return asked(f"{aux} {rest} at least N {what}")
    if aux in ("has", "have"):
        return asked(f"do at least N {what} have {rest}")
    if rest.startswith("there"):
        return asked(f"{aux} there at least N {what} {rest[5:]}")
    return asked(f"{aux} at least N {what} {rest}")


def _amount(found: _Match) -> str:
    unit = "N GB" if re.search(r"\b(?:space|ram|memory|storage|disk)\b", found["what"], re.IGNORECASE) else "<N>"
    amount = f"at least {unit} of {found['what']}"
    if _names_subject(found["rest"]):
        return asked(f"{found['aux']} {found['rest']} {amount}")
    return asked(f"{found['aux']} {amount} {found['rest']}")


def _names_subject(rest: str) -> bool:
    first = rest.split(" ", 1)[0].lower()
    return first != "there" and first in closed.ARTICLES | closed.PERSONS | {"each", "all", "this"}


_OPEN: tuple[tuple[str, Callable[[_Match], str]], ...] = (
    (r"what size (?:is|are) (?P<rest>.+)", _write("is {rest} at least N GB in size")),
    (rf"how many (?P<what>.+?) {_AUX} (?P<rest>.+)", _count),
    (rf"how much (?P<what>.+?) {_AUX} (?P<rest>.+)", _amount),
    (rf"how (?:often|frequently) {_AUX} (?P<rest>.+)", _with("at least every N days")),
    (rf"how long {_AUX} (?P<rest>.+)", _with("for at least N days")),
    (rf"how (?:quickly|soon|fast) {_AUX} (?P<rest>.+)", _with("within N hours")),
    (r"how old (?P<aux>is|are) (?P<rest>.+)", _with("less than N years old")),
    (r"how (?:big|large|high|fast|strong|wide|deep|full) (?P<aux>is|are) (?P<rest>.+)", _with("at least <N>")),
    (r"how (?P<aux>is|are|was|were|do|does|has|have) (?P<rest>.+)", _with("by <the method you expect>")),
    (
        r"what (?:percentage|proportion|share) of (?P<what>.+?) (?:is|are) (?P<rest>.+)",
        _write("are at least N % of {what} {rest}"),
    ),
    (
        r"what(?:'s| is| are) (?P<rest>(?:the|your|our) (?!difference|purpose|meaning|point).+)",
        _write("is {rest} <the value you expect>"),
    ),
    (
        r"(?:what|which) (?P<what>\w.*?) (?P<aux>is|are) (?P<rest>\w+ed\b.*|in .+|on .+)",
        _write("{aux} <the {what} you expect> {rest}"),
    ),
    (r"who(?: is|'s| are) (?P<rest>.+)", _write("is a named person {rest}")),
    (r"who (?P<rest>.+)", _write("is it <the person you expect> who {rest}")),
    (r"where (?P<aux>is|are|was|were) (?P<rest>.+)", _with("in <the place you expect>")),
    (r"when (?P<aux>was|were|did|has|have) (?P<rest>.+)", _with("in the last N days")),
    (rf"when {_AUX} (?P<rest>.+)", _with("by <the date you expect>")),
    (
        r"(?:can|could|would|will) you (?:please )?(?:describe|explain|outline|clarify|tell|elaborate on) "
        r"(?P<rest>.+)",
        lambda found: documented(found["rest"]),
    ),
)


def open_as_yes_no(text: str) -> str | None:
    """Turn "What size is the system partition" into "Is the system partition at least N GB in size?"."""
    for pattern, write in _OPEN:
        if found := re.fullmatch(pattern, text.rstrip(" ?"), re.IGNORECASE):
            return write(found)
    return None


# -- commands --------------------------------------------------------------------------------------

_CHECKS = closed.words("ensure verify confirm check validate make determine assess")
_NO_PASSIVE = closed.words("be have go let make look wait try see know help give do")
_AFTER_OBJECT = closed.PREPOSITIONS - {"of"} | closed.ADVERBS | closed.SUBORDINATORS
_TELLS = closed.words("describe explain outline discuss define tell document state detail")


def command_as_yes_no(plain: str, tokens: Tokens, at: int) -> str | None:
    """Turn "Patch all servers monthly" into "Are all servers patched monthly?"."""
    verb, end = tokens[at].word, tokens[-1].end
    if at + 1 == len(tokens):
        return None
    if verb == "always" or is_adverb(verb):
        return command_as_yes_no(plain, tokens, at + 1)
    negated = verb in ("don't", "never") or (verb == "do" and word_at(tokens, at + 1) == "not")
    if negated:
        at += 2 if verb == "do" else 1
        return asked(f"is it forbidden to {plain[tokens[at].start : end]}") if at < len(tokens) else None
    told = plain[tokens[at + 1].start : end]
    if verb in _TELLS:
        return documented(told)
    if verb == "list":
        return asked(f"is there a list of {lowered(told)}")
    if verb in _CHECKS:
        return _check_as_yes_no(plain, tokens, at) or _passive(plain, tokens, at)
    return _passive(plain, tokens, at)


def _check_as_yes_no(plain: str, tokens: Tokens, at: int) -> str | None:
    """Turn "Ensure that backups are encrypted" into "Are backups encrypted?"."""
    first = at + 1
    while word_at(tokens, first) in ("that", "sure", "whether", "if"):
        first += 1
    verb = main_verb(tokens, first)
    if verb is not None and verb > first:
        return claim_as_question(plain, tokens, first, verb)
    is_clause = at + 1 < first < len(tokens)
    return asked(plain[tokens[first].start : tokens[-1].end]) if is_clause else None


def claim_as_question(plain: str, tokens: Tokens, first: int, verb: int) -> str:
    """Put the auxiliary of a claim in front: "Accounts must be locked" becomes "Are accounts locked?"."""
    subject = plain[tokens[first].start : tokens[verb - 1].end]
    word, following, end = tokens[verb].word, word_at(tokens, verb + 1), tokens[-1].end
    rest = plain[tokens[verb].end : end]
    do = "does" if be_for(subject) == "is" else "do"
    if word in ("must", "shall", "should") and following == "be":
        return asked(f"{be_for(subject)} {lowered(subject)} {plain[tokens[verb + 1].end : end]}")
    if word in ("must", "shall", "should") or (word in closed.HAVE and following in closed.DETERMINERS):
        own_verb = "" if word in closed.MODALS else "have"
        return asked(f"{do} {lowered(subject)} {own_verb} {rest}")
    if word in closed.AUXILIARIES and not verbs.is_participle(word):
        return asked(f"{word} {lowered(subject)} {rest}")
    return asked(plain[tokens[first].start : end])


def _passive(plain: str, tokens: Tokens, at: int) -> str | None:
    """Turn "Remove default accounts before delivery" into "Are default accounts removed before delivery?"."""
    verb, first = tokens[at].word, at + 1
    particle = ""
    if word_at(tokens, first) in verbs.PARTICLES and first + 1 < len(tokens):
        particle, first = " " + tokens[first].word, first + 1
    stop = first
    while stop < len(tokens) and not _ends_object(tokens, first, stop):
        stop = len(tokens) if tokens[stop].word in closed.RELATIVES else stop + 1
    no_object = stop == first or tokens[first].word in ("me", "us", "to", "it", "sure")
    if no_object or verb in _NO_PASSIVE or verb not in verbs.VERBS:
        return None
    thing = plain[tokens[first].start : tokens[stop - 1].end]
    rest = plain[tokens[stop].start : tokens[-1].end] if stop < len(tokens) else ""
    return asked(f"{be_for(thing)} {lowered(thing)} {verbs.participle(verb)}{particle} {rest}")


def _ends_object(tokens: Tokens, first: int, at: int) -> bool:
    """Whether what is acted on ends here: "all servers | within 14 days", "the keys | every year"."""
    word = tokens[at].word
    before = tokens[at - 1].word
    if at > first and (tokens[at].is_mark or (word in ("every", "each", "once") and before not in closed.PREPOSITIONS)):
        return True
    return is_adverb(word) or (word in _AFTER_OBJECT and before != "access")
