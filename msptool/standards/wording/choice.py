"""Questions that ask to choose: between alternatives, or from a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.clauses import Tokens, word_at
from msptool.standards.wording.text import Prompt, Token

_LIST_CUES = re.compile(
    r"\b(?:all|any|one|those|ones|boxes|options) (?:of (?:these|those) )?that appl(?:y|ies)\b"
    r"|\bwhich (?:\w+ )?of (?:the following|these|the options)\b"
    r"|(?:^|[(:?.]\s*)(?:choose|select|pick|tick|check|mark) (?:one|all|any|exactly)\b[^.?]*$"
    r"|\bone of the (?:options|choices|answers) below\b"
    r"|\bbest describes\b",
    re.IGNORECASE,
)
# Every cue holds one of these, and most questions hold none: a look is cheaper than a search.
_CUE_STEMS = (
    "appl", "which", "choose", "select", "pick", "tick", "check", "mark", "one of the", "best describes", "[", "b.", "b)", "2.", "2)",
)  # fmt: skip
# "a) 30 days b) 60 days", "(1) hardware, (2) software", "[ ] yes [ ] no"
_LETTERED = re.compile(r"(?:^|[\s(])(?:(a)|1)[.)]\s.*[\s(](?(1)b|2)[.)]\s.", re.IGNORECASE)
_BOXES = re.compile(r"\[\s?\][^\[]*\[\s?\]")


def list_cue(prompt: Prompt) -> int | None:
    """Where the text asks to pick from a list."""
    text = prompt.plain
    lowered = text.lower()
    if not any(stem in lowered for stem in _CUE_STEMS):
        return None
    found = _LIST_CUES.search(text, prompt.first) or _BOXES.search(text, prompt.first)
    if found:
        return found.start()
    lettered = _LETTERED.search(text, prompt.first + 1)
    if lettered and (" or " in text or "?" in text[: lettered.start() + 1]):
        return lettered.start()
    return None


# At most one side can be true, so "A or B?" asks which.
_SIDES = tuple(
    tuple(closed.words(side) for side in sides.split("|"))
    for sides in (
        "internal internally in-house inhouse yourself yourselves|external externally outsourced vendor party",
        "manual manually hand|automatic automatically automated script scripted",
        "static|dynamic dhcp",
        "physical physically|virtual virtually vm",
        "hardware|software",
        "public|private",
        "local locally on-premises on-premise on-prem premises premise onsite on-site"
        "|cloud remote remotely hosted offsite off-site saas online central centrally centralized centralised directory",
        "centralized centralised centrally|decentralized decentralised distributed locally",
        "wired cable cabled|wireless wifi wi-fi",
        "owned own buy build bought built|leased rented lease rent outsource hired",
        "mandatory required compulsory|optional voluntary",
        "open unencrypted unprotected|closed encrypted protected restricted",
        "enabled on|disabled off",
        "allowed permitted|blocked denied forbidden prohibited",
        "full|incremental differential split",
        "permanent perpetual|temporary subscription",
        "symmetric|asymmetric",
        "active active-active|passive standby active-passive",
        "hot|cold|warm",
        "digital|analog analogue",
        "stateful|stateless",
        "agent agent-based|agentless clientless",
        "continuously|daily nightly|weekly|fortnightly|monthly|quarterly|annually yearly annual",
        "high|medium moderate|low",
        "tcp|udp",
        "now|later",
        "single one|multiple several many two phases",
        "inbound|outbound",
        "proprietary commercial|open-source free",
        "dedicated individual separate|shared",
        "synchronous synchronously|asynchronous asynchronously",
        "proactive|reactive",
        "formal|informal ad-hoc",
    )
)
_PREFIXES = (("on", "off"), ("off", "on"), ("in", "out"), ("out", "in"), ("up", "down"), ("pre", "post"))
_NEGATIONS = ("un", "non-", "non", "in", "dis", "de")
# "or more", "or not", "or equivalent": what follows names no alternative.
_NO_ALTERNATIVE = closed.words(
    "more less higher lower later newer earlier older above below over under greater better fewer longer shorter "
    "larger smaller equivalent equal equivalents similar other others another not so otherwise any every all "
    "whichever comparable stronger such elsewhere beyond sooner worse faster whatever anything something someone"
)
_NEITHER = closed.words("both neither none nobody nothing instead next never")
_MERELY = closed.words("just merely simply only")
_EVERY = closed.words("all every each any no only both")
_JUDGING = closed.words("prefer rather better cheaper easier safer faster best choose")
_MEASURES = closed.words("least most than minimum maximum within every")
_PLACING = closed.PREPOSITIONS - {"of"}
# "Separate procedures for A versus B" asks whether both are there.
_CONTRASTING = closed.words("separate different distinct compare compared comparison balance difference")
_LONGEST_ALTERNATIVE = 4
_LONGEST_PREDICATE = 6
_SHORTEST_COPULA = 3


def alternative(tokens: Tokens, first: int) -> int | None:
    """The "or" that makes a yes/no question ask which of two things is so.

    Most do not: "version 1.2 or higher", "disabled or removed", "by staff or contractors". An "or" counts
    where one side rules the other out, or where the build of the question sets the two against each other.
    """
    if [token.word for token in tokens[:3]] == ["true", "or", "false"]:
        return 1
    for at in range(first + 1, len(tokens) - 1):
        word = tokens[at].word
        if word in ("whether", "regardless", "irrespective", "either", "neither"):
            return None
        if word in ("vs", "versus") and _CONTRASTING.isdisjoint(token.word for token in tokens[:at]):
            return at
        if word == "or" and not _names_no_alternative(tokens, at) and _is_choice(tokens, first, at):
            return at
    return None


def _names_no_alternative(tokens: Tokens, at: int) -> bool:
    following = tokens[at + 1].word
    return following in _NO_ALTERNATIVE or (following == "at" and word_at(tokens, at + 2) in _MEASURES)


def _is_choice(tokens: Tokens, first: int, at: int) -> bool:
    if tokens[first].word == "should":
        return _asks_for_decision(tokens, first, at)
    if _asks_anew(tokens, first, at) or _asks_opinion(tokens, first, at):
        return True
    if tokens[at + 1].word in _MERELY:
        return True
    if word_at(tokens, first + 1) in _EVERY:  # "Are all cables copper or fibre?" leaves both open
        return False
    return _are_opposites(tokens, at) or _are_parallel(tokens, at) or _are_kinds(tokens, first, at)


def _asks_anew(tokens: Tokens, first: int, at: int) -> bool:
    """Whether the alternative is a question of its own: "..., or are some shared"."""
    auxiliary, subject = tokens[at + 1].word, word_at(tokens, at + 2)
    if tokens[first].word not in closed.AUXILIARIES or auxiliary not in closed.AUXILIARIES:
        return False
    if subject in closed.SUBJECT_STARTS:
        return True
    has_noun = subject not in verbs.VERBS and subject not in ("be", "have", "not", "")
    return has_noun and auxiliary not in closed.BE and auxiliary not in closed.HAVE


def _asks_for_decision(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a "should" asks to decide: "Should logs be kept here or there"."""
    near = range(max(first + 2, at - _LONGEST_PREDICATE), at)
    decides = any(tokens[n].word == "be" or tokens[n].word in verbs.VERBS for n in near)
    return decides and len(tokens) - at - 1 <= _LONGEST_ALTERNATIVE


def _asks_opinion(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a judgement is asked for: "Is it better to ... or to ...", "Do you prefer ... or ..."."""
    asks = word_at(tokens, first + 1) in ("it", "you", "we")
    return asks and any(token.word in _JUDGING for token in tokens[first + 2 : at])


def _are_opposites(tokens: Tokens, at: int) -> bool:
    """Whether opposites stand where the answer stands; "internal or external audits are done" is fine."""
    if any(token.word in _MEASURES for token in tokens[max(at - 5, 0) : at]) or _is_apposition(tokens, at):
        return False
    if word_at(tokens, at - 2) in verbs.VERBS and word_at(tokens, at + 2) in _PLACING:
        return False  # both are what is done: "share hardware or software with another company"
    left, after = tokens[at - 1].word, [token.word for token in tokens[at + 1 :]]
    ends = len(after) == 1 or after[1] == "," or after[1] in closed.PREPOSITIONS
    if (ends or {left, after[0]} <= verbs.VERBS) and (_are_opposed({left}, after[:1]) or _is_negation(left, after[0])):
        return True
    if len(after) > _LONGEST_ALTERNATIVE:
        return False
    before = {token.word for token in tokens[max(at - 3, 0) : at]}
    # "in the cloud or on a local server", "full tunnel or split tunnel", "hardware or software based"
    right = after if after[0] in _PLACING else after[:1] if after[-1] in (left, "based") else after[-1:]
    return after[-1] in _NEITHER or _are_opposed(before, right)


def _is_apposition(tokens: Tokens, at: int) -> bool:
    """Whether the two only say that it does not matter which: "all threats, internal or external"."""
    return word_at(tokens, at - 2) == "," and not _are_opposed({tokens[at - 3].word}, [tokens[at - 1].word])


def _are_opposed(left: Set[str], right: Iterable[str]) -> bool:
    words = set(right)
    for sides in _SIDES:
        found = [n for n, side in enumerate(sides) if not side.isdisjoint(left)]
        asked = [n for n, side in enumerate(sides) if not side.isdisjoint(words)]
        if found and asked and found != asked:
            return True
    return False


def _is_negation(left: str, right: str) -> bool:
    """Whether the words say so themselves: "managed or unmanaged", "onshore or offshore", "file-based or ...-based"."""
    if right in {prefix + left for prefix in _NEGATIONS}:
        return True
    if "-" in left and "-" in right and left != right:
        return left.rsplit("-", 1)[1] == right.rsplit("-", 1)[1]
    return any(left.startswith(one) and right == other + left[len(one) :] for one, other in _PREFIXES)


def _are_parallel(tokens: Tokens, at: int) -> bool:
    """Whether the alternative repeats how the first one begins: "by policy or by hand", "RAID 5 or RAID 6"."""
    if len(tokens) - at - 1 > _LONGEST_ALTERNATIVE:
        return False
    following = tokens[at + 1].word
    if following in _PLACING:
        return any(token.word == following for token in tokens[max(at - _LONGEST_ALTERNATIVE, 0) : at])
    repeats = at > 2 and following == tokens[at - 2].word and len(tokens) - at - 1 == 2
    return repeats and following not in closed.DETERMINERS and tokens[at - 3].word not in closed.PREPOSITIONS


def _are_kinds(tokens: Tokens, first: int, at: int) -> bool:
    """Whether it is asked what a thing is: "Is the server Dell or HP", "Is it an appliance or a virtual machine"."""
    after = [token.word for token in tokens[at + 1 :]]
    if tokens[first].word not in closed.BE or word_at(tokens, first + 1) == "there":
        return False
    if len(after) > _LONGEST_ALTERNATIVE or at - first < _SHORTEST_COPULA:
        return False
    subject = tokens[first + 1 : at]
    articles = [n for n, token in enumerate(subject) if token.word in ("a", "an") and n]
    if after[0] in ("a", "an"):
        subject = subject[: articles[-1]] if articles else ()
    elif articles or len(after) == _LONGEST_ALTERNATIVE or verbs.is_participle(after[0]):
        return False
    return bool(subject) and all(_is_plain(token) for token in subject)


def _is_plain(token: Token) -> bool:
    """A word that can be part of a subject and its complement, and of nothing longer."""
    return not (
        token.is_mark
        or token.word in _PLACING
        or token.word in closed.RELATIVE_WH
        or (verbs.is_participle(token.word) and "-" not in token.word)
        or token.word.endswith("ing")
    )
