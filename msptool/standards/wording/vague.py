"""Words without a measure, and phrases that let any answer pass as a yes.

A word that is often harmless is on no list, and the usual fixed phrases ("acceptable use", "strong
cryptography") are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msptool.standards.wording import words as closed
from msptool.standards.wording.rules import ESCAPE, SUBJECTIVE, QuestionProblem
from msptool.standards.wording.text import Prompt, Sentence

# The patterns are compiled when they are first needed: start-up is fast.
_SUBJECTIVE = r"""(?ix)\b(?:
      in\sa\s(?:timely|reasonable|suitable|appropriate|proper)\s(?:manner|fashion|way|time)
    | (?:industry\s|security\s)?(?:best|good)[\s-]practices?
    | adequate(?:ly)? | appropriate(?:ly)? | sufficient(?:ly)? | reasonabl[ey] | proper(?:ly)? | suitabl[ey]
    | satisfactor(?:y|ily) | acceptabl[ey](?!\suse)
    | robust(?:ly)? | strong(?:ly)?(?!\s(?:cryptography|authentication|customer)) | (?<!for\s)good(?!\sfaith)
    | (?<!cost-)effective(?:ly)?(?!\sdates?) | efficient(?:ly)?
    | timely | promptly | quickly | swiftly | (?<!most\s)(?<!more\s)recent(?:ly)?
    | regularly | regular\s(?:basis|intervals?|schedule|(?:\w+ing\s|\w+\s)?(?:reviews?|tests?|testing|audits?|backups?
        |scans?|scanning|training|updates?|checks?|assessments?|meetings?|maintenance|monitoring|exercises?|reports?))
    | periodic(?:ally)? | frequent(?:ly)? | infrequent(?:ly)?
    | eas(?:y|ily) | user-friendly | modern(?!\s(?:auth|standby)) | comprehensive(?:ly)?
    | state-of-the-art | high-quality | clearly | optimal(?:ly)? | excessive(?:ly)? | seamless(?:ly)?
    | well(?=\s(?:documented|maintained|protected|trained|managed|organi[sz]ed|understood|designed|configured|secured))
    | (?:fast|large|long|big|secure|often|quick)\senough
    )\b"""
# What a verdict ends with: "Is the network secure?"
_VERDICT = r"(?i)\b(?:okay|ok|fine|safe|secure|stable|reliable|fast|slow|tidy|neat|clean|healthy)$"
_ESCAPE = r"""(?ix)\b(?:
      (?:if|where|wherever|when|whenever|as)\s(?:it\sis\s)?(?:reasonably\s)?
        (?:possible|practical|practicable|feasible|appropriate|necessary|needed|reasonable|applicable)
        (?:\s(?:and|or)\s(?:appropriate|necessary|possible|practical|feasible|needed|reasonable))?
    | (?:if|where)\savailable
    | as\srequired(?!\s(?:by|to|for|in|under|per|of))
    | as\s(?:far|much|soon|often|quickly)\sas\s(?:reasonably\s)?(?:possible|practicable|practical|feasible|needed)
    | to\sthe\s(?:greatest\s|maximum\s|fullest\s)?extent\s(?:reasonably\s)?(?:possible|practicable|practical|feasible)
    | normally | usually | generally(?!\s(?:available|accepted)) | typically | mostly | sometimes | occasionally
    | in\smost\scases | most\sof\sthe\stime | for\sthe\smost\spart | more\sor\sless | in\sgeneral
    | maybe | perhaps | ideally | preferably
    | (?:try|tries|aims?|strives?|endeavou?rs?)\sto | (?:on\sa\s)?best[\s-]efforts?
    )\b"""

# Every match of the patterns holds one of these, and most questions hold none: a look is cheaper than a search.
_SUBJECTIVE_STEMS = (
    "timely", "reasonabl", "suitabl", "appropriate", "proper", "practice", "adequate", "sufficient", "satisfactor",
    "acceptabl", "robust", "strong", "good", "effective", "efficient", "prompt", "quick", "swift", "recent", "regular",
    "periodic", "frequent", "easy", "easily", "friendly", "modern", "comprehensive", "of-the-art", "quality", "clearly",
    "optimal", "excessive", "seamless", "well", "enough",
)  # fmt: skip
_ESCAPE_STEMS = (
    "possible", "practica", "feasible", "appropriate", "necessary", "needed", "reasonabl", "applicable", "available",
    "required", "normally", "usually", "generally", "typically", "mostly", "sometimes", "occasionally", "most", "or less",
    "in general", "maybe", "perhaps", "ideally", "preferably", "try", "tries", "aim", "strive", "endeavo", "efforts",
)  # fmt: skip

# What takes a vague word back: a named period, a number with a unit or a bound, the document that defines it.
_PERIOD = (
    r"\b(?:hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|(?:semi-?|bi-?)?annual(?:ly)?|yearly|24/7|24x7)\b"
    r"|\b(?:every|each|per|a|this|last|past|next|within an?|one)\s"
    r"(?:hour|day|night|shift|week|month|quarter|year|business day|working day)\b"
)
_UNIT = (
    r"%|percent|per cent|[kmgt]b|gbit|mbit|bits?|kva|va|watts?|volts?|degrees?|ms|seconds?|minutes?|hours?|days?"
    r"|weeks?|months?|quarters?|years?|characters?|chars?|attempts?|times|business|working|calendar"
)
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(sorted(closed.NUMBERS))})"
_MEASURE = (
    rf"(?i){_PERIOD}|\b{_NUMBER}[\s-]?(?:{_UNIT})(?!\w)"
    r"|(?:\b(?:at least|at most|no (?:more|less|fewer|later) than|(?:more|less|fewer|older|newer|longer) than|within"
    rf"|under|over|above|below|up to|minimum of|maximum of|exactly|every)|[<>≤≥]=?)\s{_NUMBER}\b"
    rf"|\b{_NUMBER}(?:\s\w+)? or (?:more|less|fewer|higher|lower|later|newer|better|above|below)\b"
)
_REFERENCE = (
    r"(?i)\b(?:in accordance with|according to|per (?:the|our|your|its)|as (?:required|recommended) by"
    r"|(?:defined|specified|set out|documented|described|listed|laid down) (?:in|by))\b"
)


def subjective(prompt: Prompt, sentence: Sentence, at: int) -> Iterator[QuestionProblem]:
    """The words that two people could read differently, in one warning."""
    text = prompt.plain
    lowered = text.lower()
    verdict = re.search(_VERDICT, prompt.said(sentence)) if sentence.tokens[at].word in closed.BE else None
    if (not verdict and not any(stem in lowered for stem in _SUBJECTIVE_STEMS)) or re.search(_MEASURE, text):
        return
    # A purpose in front ("To restore service quickly, is ...") is not what is asked.
    first = sentence.tokens[at].start if sentence.tokens[0].word == "to" else prompt.first
    defined = re.search(_REFERENCE, text) is not None
    escapes = [escape.span() for escape in re.finditer(_ESCAPE, text)]
    vague = [
        found
        for found in re.finditer(_SUBJECTIVE, text)
        if found.start() >= first
        and not any(start <= found.start() < end for start, end in escapes)
        and (not defined or "practice" in found.group())
    ]
    if verdict and not vague and not defined:
        message = f"'{verdict[0].lower()}' is a verdict: two people could answer differently."
        yield QuestionProblem(
            SUBJECTIVE, message, _measure_hint(verdict[0]), sentence.tokens[0].start + verdict.start()
        )
    if not vague:
        return
    words = list(dict.fromkeys(found.group().lower() for found in vague))
    named = " and ".join(f"'{word}'" for word in words)
    message = f"{named} {'has' if len(words) == 1 else 'have'} no measure: two people could answer differently."
    yield QuestionProblem(SUBJECTIVE, message, _measure_hint(words[0]), vague[0].start())


def _measure_hint(word: str) -> str:
    if re.search("regular|periodic|frequent|often", word):
        return f"Replace '{word}' by a period, such as 'every 90 days' or 'quarterly'."
    if re.search("timely|prompt|quick|swift|recent|reasonable time", word):
        return f"Replace '{word}' by a limit, such as 'within 14 days'."
    if "practice" in word:
        return f"Replace '{word}' by the document that is meant, with its version."
    return f"Replace '{word}' by what can be seen or counted: a number, a setting or the document that defines it."


def escapes(prompt: Prompt) -> Iterator[QuestionProblem]:
    """The first phrase that any answer satisfies."""
    lowered = prompt.plain.lower()
    if not any(stem in lowered for stem in _ESCAPE_STEMS):
        return
    for found in re.finditer(_ESCAPE, prompt.plain):
        phrase = found.group().lower()
        if "soon" in phrase and re.search(_MEASURE, prompt.plain):
            continue
        message = f"'{phrase}' lets any answer pass as a yes."
        yield QuestionProblem(ESCAPE, message, f"Leave '{phrase}' out, or say when exactly.", found.start())
        return
