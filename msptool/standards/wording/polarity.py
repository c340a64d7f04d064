"""Wording whose yes would report a fault: "Are there any users without MFA?".

Only plain cases are named. A question that mentions something bad is fine where it asks whether the bad
thing is blocked, found, listed and so on, so any such word keeps the rule quiet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msptool.standards.wording import words as closed
from msptool.standards.wording.rewrites import asked
from msptool.standards.wording.rules import INVERTED, QuestionProblem
from msptool.standards.wording.text import Prompt, Sentence

# What a phrase stands for, by the letter that the cases below write for it. Longer phrases come first.
_KINDS = {
    # R: a risk when it is in use
    "R": r"telnet|smb ?v?1(?:\.0)?|t?ftp|ssl ?v?[23](?:\.0)?|tls ?1\.[01]|ntlm ?v1|wep|autorun|autoplay|password reuse"
    r"|(?:guest|anonymous|default|shared|generic|weak|legacy|basic) "
    r"(?:accounts?|access|log[io]ns?|passwords?|credentials|ciphers?|protocols?|auth(?:entication)?)",
    # F: a fault when it exists
    "F": r"vulnerabilit(?:y|ies)|single points? of failure|errors?|failures?|weaknesses|deficiencies|gaps|bottlenecks?"
    r"|conflicts|open (?:\w+ )?findings",
    # E: an event that nobody wants
    "E": r"breach(?:es)?|security incidents?|data loss|outages?|ransomware|compromises?|violations?",
    # B: the state of a thing that needs work
    "B": r"un(?:supported|patched|encrypted|protected|managed|secured|authori[sz]ed|approved|licensed|monitored|resolved)"
    r"|insecure|outdated|obsolete|expired|outstanding|overdue|orphaned|stale|dormant|vulnerable|hard-?coded"
    r"|end[- ]of[- ]life|out[- ]of[- ]date|out of (?:support|warranty)",
    # S: a safeguard; L: something else that should not be lacking
    "S": r"anti-?virus|anti-?malware|firewall|mfa|2fa|multi-?factor authentication|encryption|bitlocker|defender|edr"
    r"|(?:endpoint|tamper) protection|backups?|logging|monitoring",
    "L": r"authentication|passwords?|approval|authori[sz]ation|permission|vpn|warranty|support|owners?|licen[sc]es?"
    r"|agents?|patches|updates|ups",
    # G: the state of a thing that is in order
    "G": r"encrypted|patched|tested|backed up|documented|monitored|updated|reviewed|protected|locked|enabled|licensed"
    r"|supported|configured|installed|trained|covered|maintained|secured|approved|logged|enrolled|up to date",
}
_PHRASE = r"(?<![\w-])(?:" + "|".join(f"(?P<{kind}>{phrases})" for kind, phrases in _KINDS.items()) + r")(?![\w-])"

# The cases, from the auxiliary on. <NP> is up to six words, <BR> a phrase of kind B or R, <END> the end of the
# question or of its main clause. The group `bad` is what makes a yes a fault.
_ALWAYS = (
    r"(?:is|are) there any reasons? (?P<bad>why)\b",
    r"(?:can|could|may|are|is) <NP>(?P<bad>disable|bypass|circumvent|turn off|uninstall) (?:the |their |its )?<S>",
    r"(?:is|are|was|were) <NP>(?<!but )(?<!and )(?<!or )(?P<bad>not) <G>",
    r"do (?:any )?<NP>have <L> that (?P<bad>never expire)",
    r"(?:is|are) (?:the |any )?(?:\w+ )?<S> (?P<bad>disabled|turned off|switched off|off|missing|<B>)<END>",
    r"(?:is|are) there (?:any |some )?<NP>(?:that|which|who) (?:is|are|do|does|has|have|can) (?P<bad>not)\b",
)
# These are faults unless the question asks what is done about them.
_UNLESS_HANDLED = (
    r"(?:is|are|were) there (?:any |some |still |currently |known |open |critical )*(?P<bad><BFRE>)(?!\w)",
    r"(?:is|are) there (?:any |some |still )*<NP>(?P<bad>without|lacking|missing) (?:an? |the |any |valid |current )*<SL>",
    r"(?:is|are|do|does|can) (?!there\b)<NP>(?P<bad>without) (?:an? |the |any |valid |current )*<SL>$",
    r"(?:is|are) (?!there\b)<NP>(?P<bad><B>)<END>",
    r"(?:do|does|is|are|can|could) <NP>(?:run|running|use|using|have|having|allowed to use|install) <NP>(?P<bad><BR>)(?!\w)",
    r"(?:do|does|can) <NP>(?:allow|permit|accept) <NP>(?:<WORD> ){0,4}?(?P<bad><BR>)(?!\w)",
    r"(?:is|are) (?:\w+ ){0,2}?<R> (?:still |ever |currently )*"
    r"(?P<bad><G>|allowed|permitted|accepted|used|in use|open|active|on|possible)<END>",
    r"(?:is|are) <NP>(?P<bad>(?:exposed|open) (?:directly )?to the internet)",
    r"(?:is|are) <NP>(?:stored|kept|sent|saved|transmitted) <NP>in (?P<bad>plain ?text|clear ?text)",
    r"(?:is|are) <NP>(?P<bad>left (?:unlocked|open|unattended)|unlocked|unattended)\b",
    r"(?:is|are) <NP>(?P<bad>(?:past|beyond) (?:its|their|the) end of)\b",
    r"(?:do|does) <NP>(?P<bad>lack)\b",
    r"(?:is|are) <NP>(?P<bad>missing) (?:\w+ )?<SL>",
    r"(?:do|does) <NP>(?P<bad>share) (?:\w+ ){0,2}?(?:accounts?|passwords?|log[io]ns?|credentials|<L>)(?!\w)",
    r"(?:is|are) (?:any |of |the )*<S> (?P<bad>failing)\b",
    r"(?:has|have) (?:you|we|the \w+|your \w+|there) (?:ever |recently )?(?P<bad>had|been|experienced|suffered) "
    r"(?:(?!no\b)[\w-]+ ){0,3}?<E>",
    r"has <NP>(?:<L>|certificate|contract|subscription) (?P<bad><B>)<END>",
)
_HANDLED = (
    r"\b(?:no|not|never|none|nobody|neither|nor|if|when|unless|instead|rather|other than|except|limit|mark|kept|held|told"
    r"|(?:prohibit|block|prevent|den(?:y|i)|forbid|restrict|disabl|remov|reject|disallow|bann|quarantin|isolat|detect"
    r"|alert|report|review|monitor|scan|replac|renew|remediat|fix|resolv|escalat|investigat|identif|document|track"
    r"|record|list|approv|notif|separat|segregat|segment|delet|upgrad|protect|process|procedure|polic|plans?\b"
    r"|control(?!lers?\b)|mechanism|exception|inventor|terminat|revok|chang|flag|refus|logged|limited|marked|assess"
    r"|mitigat|handl|manage|address|signed|warn|find|found|clean|discover|spot|avoid|renam|rotat|encrypt(?:s|ed)\b)\w*)\b"
)
_OPPOSITES = {
    "out of date": "up to date", "out-of-date": "up to date", "outdated": "up to date", "unencrypted": "encrypted",
    "expired": "valid", "unsupported": "supported", "unpatched": "patched", "unprotected": "protected",
    "unmanaged": "managed", "unlocked": "locked", "left unlocked": "locked", "disabled": "enabled",
    "turned off": "turned on", "switched off": "switched on", "off": "on", "enabled": "disabled",
    "allowed": "blocked", "permitted": "blocked", "accepted": "refused", "overdue": "on time",
    "exposed to the internet": "blocked from the internet", "open to the internet": "blocked from the internet",
    "plain text": "encrypted form", "clear text": "encrypted form", "lack": "have", "failing": "succeeding",
    "out of warranty": "under warranty", "out of support": "supported", "vulnerable": "protected",
}  # fmt: skip


def inversion(prompt: Prompt, sentence: Sentence, at: int) -> Iterator[QuestionProblem]:
    """The warning for a question whose yes is the misaligned answer."""
    tokens = sentence.tokens[at:]
    if tokens[0].word not in closed.AUXILIARIES:
        return
    words = " ".join(token.word for token in tokens)
    found = _fault(words)
    if not found:
        return
    first, last = words.count(" ", 0, found.start("bad")), words.count(" ", 0, found.end("bad"))
    start, end = tokens[first].start, tokens[last].end
    bad = prompt.plain[start:end]
    yield QuestionProblem(
        INVERTED,
        f"A yes would report a fault ('{bad}'); a yes has to be the aligned answer.",
        _turned(prompt.plain[tokens[0].start : start], bad.lower(), prompt.plain[end : sentence.stop]),
        start,
    )


def _fault(words: str) -> re.Match[str] | None:
    kinds = _phrases().sub(_letter, words)
    found = next((found for case in _patterns(_ALWAYS) if (found := case.match(kinds))), None)
    if found is None:
        found = next((found for case in _patterns(_UNLESS_HANDLED) if (found := case.match(kinds))), None)
        if found is not None and re.search(_HANDLED, words):
            return None
    return found


def _letter(found: re.Match[str]) -> str:
    """The letter of the kind, made as long as the phrase, so that offsets hold."""
    return (found.lastgroup or "").ljust(len(found.group()), "_")


_SYMBOLS = {
    "WORD": r"[^\s,;:–]+",
    "NP": r"(?:[^\s,;:–]+ ){0,6}?",
    "END": r"(?= (?:on|in|at|by|for|from|to|with|anywhere|after)\b| ,|$)",
}


# Compiled when they are first needed: start-up is fast.
@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(_PHRASE)


@cache
def _patterns(cases: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The cases with their symbols written out."""
    return tuple(re.compile(re.sub(r"<([A-Z]+)>", _written_out, case)) for case in cases)


def _written_out(symbol: re.Match[str]) -> str:
    return _SYMBOLS.get(symbol[1], f"[{symbol[1]}]_*")


def _turned(before: str, bad: str, after: str) -> str:
    """The question the other way round, where one word does it."""
    everyone = re.match(r"are there (?:any |some )?(.+?) (?:that are |who are )?$", before, re.IGNORECASE)
    opposite = _OPPOSITES.get(bad)
    if bad == "without" and everyone:
        turned = f"do all {everyone[1]} have{after}"
    elif bad == "not":
        turned = f"are all {everyone[1]}{after}" if everyone else before.rstrip() + after
    elif opposite and not everyone and not re.match(r" [a-z]+s?$", after):
        before = re.sub(r"\ban $", "a ", before) if opposite[0] not in "aeiou" else before
        turned = re.sub(r"\bany\b", "all", before) + opposite + re.sub(r"\bany\b", "every", after)
    elif re.match(r"do you allow\b", before, re.IGNORECASE):
        turned = "do you block" + before[len("do you allow") :] + bad + after
    elif re.match(r"are there any ", before, re.IGNORECASE):
        turned = "are there no " + before[len("are there any ") :] + bad + after
    else:
        return 'Turn it round, so that a yes is the aligned answer, for example with "no" or "all".'
    return f'Write "{asked(turned)}"'
