"""The verbs that the yes/no rule knows, and their forms.

These are the verbs that people use in checklists, controls and standards. One that is missing costs
little, because auxiliaries, articles and endings decide most questions.
"""

from __future__ import annotations

from msptool.standards.wording.words import words

# Verbs that hardly ever are the first noun of a sentence.
COMMANDS = words(
    "accept achieve acquire activate add adhere adjust adopt advise agree align allocate allow analyse analyze "
    "append apply appoint arrange ask assess assign assist attach authenticate authorise authorize avoid be "
    "begin bring buy calculate categorise categorize certify check choose clarify classify clone collaborate "
    "collect communicate compare comply compute conduct configure confirm connect consider consolidate "
    "construct consult continue convert convey coordinate create customize deactivate decide decommission "
    "decrease define delegate deliver demonstrate deny deploy describe destroy detect determine develop "
    "diagnose disable disallow discard disclose disconnect discontinue discuss dispose distribute do don't draw "
    "educate elaborate eliminate embed employ empower enable encourage encrypt enforce engage enhance enroll "
    "ensure enter enumerate erase escalate establish evaluate examine exclude expand explain explore expose "
    "extend facilitate familiarize fetch fill find follow forbid gather generate get give go grant guarantee "
    "harden have hide identify ignore illustrate implement improve include incorporate increase indicate inform "
    "initiate insert inspect install instruct integrate interview introduce investigate invite invoke involve "
    "isolate join justify keep kill launch learn let let's leverage locate maintain make manage maximize "
    "mention migrate minimise minimize mitigate modify notify obey observe obtain omit opt optimise optimize "
    "orchestrate organise organize oversee participate paste perform permit prepare preserve prevent prioritise "
    "prioritize procure produce prohibit promote propose protect prove provide provision publish put quantify "
    "quarantine recommend reconcile rectify redact reduce refer refrain regulate reject relocate remediate "
    "remember remind remove rename renew reorganize repeat replace replicate require resolve respond restrict "
    "retain retire retrieve revise revoke rewrite safeguard sanitise sanitize select sell serve simplify solve "
    "specify standardize strengthen subscribe suggest summarise summarize suppress suspend synchronize take "
    "teach tell terminate transform translate treat troubleshoot uninstall unlock unmount upload utilise "
    "utilize validate verify virtualize wait withdraw"
)
# Verbs that also are the first noun or adjective of many a sentence: "Backup jobs run", "Access is".
NOUN_COMMANDS = words(
    "access address alert approach approve archive attempt audit back backup balance block boot break build "
    "bundle cache call capture care carry change charge chart claim clean clear close code command comment "
    "complete contact contract control copy correct cover cut cycle date delete design detail direct discount "
    "dispatch display document double download draft drive drop dump duplicate edit email empty end estimate "
    "exchange execute exercise export express extract face fail feed file filter fix flag flow focus force form "
    "format forward free group guard guide handle help hold host image import index input issue label lease "
    "leave level license limit link list load lock log login look lower map mark match measure merge mind "
    "mirror model monitor mount move name network note notice number offer open operate order outline own pack "
    "package page pair partition pass patch pause pay phone pick pilot pin ping place plan plug point poll post "
    "power practice present press preview print probe process profile program prompt purchase purge push query "
    "question queue quote rack raise range rank rate reach read reboot rebuild recall receive record recover "
    "reference refresh register release repair reply report request research reserve reset restart restore "
    "result return reverse review ring roll rotate route rule run sample sandbox save scale scan schedule scope "
    "score screen script seal search seat secure see segment send separate set setup shape share shift ship "
    "show shred shut sign simulate size skip snapshot sort source spare split spot stage stamp start state step "
    "stick stop store stress structure study subject submit supply support survey swap switch sync table tag "
    "talk target task template test throttle tick ticket tie touch trace track trade train transfer transport "
    "trap travel trigger trust try tunnel turn type update upgrade use view visit vote walk want watch wear "
    "wipe wire work wrap write zip zone"
)
# Verbs of claims that nobody would write as a command.
_STATES = words(
    "affect alarm answer appear arise arrive attend autostart badge bear beat become behave believe belong "
    "benefit bill blame bounce broadcast burn bypass catch cause centralise centralize chase circulate cite "
    "clash click coincide collapse colour come compete complain conflict conform congregate consist constitute "
    "contain contribute correspond cost count crash cross decline decrypt depart depend derive deserve deviate "
    "die differ divert dominate doubt drain echo emerge emit encompass encounter enjoy ensue entail equal err "
    "evolve exceed exhaust exist expect expedite expire fall fear feel finance fit flash float fluctuate "
    "forfeit forget forgive foster function govern grow hang happen hate hear hit hope imply incur infer "
    "influence inherit intend interact interfere interrupt intersect intervene jump know lack lag land lapse "
    "last lead lend lie listen live lose love mandate materialise mature mean meet miss need negotiate object "
    "oblige occur offend originate overlap overrun owe peak perceive persist pertain possess precede preclude "
    "predict prefer prevail proceed profit progress promise pull qualify quit react realise realize recognise "
    "recognize reconnect recur refuse regard regret reign relate rely remain represent resemble reside resist "
    "respect rise roam satisfy say scatter seek seem shout shrink signify sit sleep slip sound span speak "
    "specialise spend spread staff stand stay steal stem strike struggle suffice suit surpass surround survive "
    "sustain swear sweep tear tempt tend think throw tolerate total trip undergo understand undo urge utter "
    "value vanish vary voice wake warn weigh whisper win wish wonder yield"
)
VERBS = COMMANDS | NOUN_COMMANDS | _STATES

# A clause can be the object of these: "Ensure backups are encrypted".
COMPLEMENT_COMMANDS = words(
    "ask assess assume check confirm consider decide demonstrate describe determine document ensure evaluate "
    "examine explain guarantee have identify indicate inspect know let make note prove provide recommend "
    "remember require review see show specify state tell test validate verify"
)
# These need nothing after them.
COMPLETE_VERBS = words(
    "alarm answer apply boot close crash differ exist expire fail fit function happen load lock match occur "
    "operate pass reconnect remain renew respond restart run start stop survive sync synchronize update vary "
    "work"
)
# These may be nouns where they stand ...
_AMBIGUOUS = NOUN_COMMANDS | words(
    "alarm answer badge bill cause colour conflict cost count crash cross decline doubt echo fear finance fit "
    "function hit hope influence jump lead mandate mature need object peak profit progress promise respect span "
    "spread staff stem strike suit sweep tear trip value wake wish yield"
)
# ... except that with the ending of the third person these hardly ever are ("uses", "runs"),
_PLAIN_THIRD_PERSONS = words(
    "approve carry close cover delete execute face fail follow force help hold keep leave match open operate "
    "own pass raise reach read receive restart restore run see send separate show start stop submit supply take "
    "use work write"
)
# and after a plural these hardly ever are ("Administrators use", "Staff receive").
_PLAIN_BASES = words(
    "approve carry cover execute face fail follow help hold keep leave operate pay raise reach read receive run "
    "see send show submit supply take try use want wear write"
)
# Verbs that go with a particle in a command: "Set up", "Log out", "Back up".
PARTICLES = words("up down out off in on")

_PARTICIPLES = {
    "bind": "bound", "break": "broken", "bring": "brought", "build": "built", "buy": "bought",
    "choose": "chosen", "cut": "cut", "do": "done", "draw": "drawn", "drive": "driven", "feed": "fed",
    "find": "found", "forbid": "forbidden", "get": "obtained", "give": "given", "have": "had",
    "hide": "hidden", "hold": "held", "keep": "kept", "know": "known", "lead": "led", "leave": "left",
    "lose": "lost", "make": "made", "meet": "met", "oversee": "overseen", "pay": "paid", "put": "put",
    "read": "read", "rebuild": "rebuilt", "rewrite": "rewritten", "run": "run", "see": "seen", "sell": "sold",
    "send": "sent", "set": "set", "show": "shown", "shut": "shut", "split": "split", "take": "taken",
    "teach": "taught", "tell": "told", "understand": "understood", "wear": "worn", "withdraw": "withdrawn",
    "write": "written",
}  # fmt: skip
_DOUBLING = words(
    "ban commit control drop embed equip flag log map omit opt permit pin plan plug prefer refer scan "
    "ship skip step stop submit swap tag transfer trap unplug wrap zip"
)
_IRREGULAR = frozenset(_PARTICIPLES.values()) | {"gone", "spent"}
_NOT_PARTICIPLES = words("need speed feed seed breed indeed exceed proceed embed shed bed")


def third_person(verb: str) -> str:
    """`deny` gives `denies`."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def participle(verb: str) -> str:
    """`patch` gives `patched`, `keep` gives `kept`."""
    if verb in _PARTICIPLES:
        return _PARTICIPLES[verb]
    if verb in _DOUBLING:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


THIRD_PERSONS = {third_person(verb): verb for verb in VERBS}
PLAIN_BASES = (VERBS - _AMBIGUOUS) | _PLAIN_BASES
PLAIN_THIRD_PERSONS = frozenset(third_person(verb) for verb in (VERBS - _AMBIGUOUS) | _PLAIN_THIRD_PERSONS)


def is_verb(word: str) -> bool:
    """Whether a word can be a verb in the present: `patch`, `patches`."""
    return word in VERBS or word in THIRD_PERSONS


def is_participle(word: str) -> bool:
    """Whether a word looks like a past participle: `patched`, `kept`."""
    return (word.endswith("ed") and len(word) > 3 and word not in _NOT_PARTICIPLES) or word in _IRREGULAR
