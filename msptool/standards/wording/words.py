"""The closed classes of words that the yes/no rule knows: auxiliaries, wh-words, prepositions and so on."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


BE = words("is are was were am isn't aren't wasn't weren't ain't")
HAVE = words("has have had hasn't haven't hadn't")
DO = words("do does did don't doesn't didn't")
MODALS = words(
    "can could will would shall should may might must can't couldn't won't wouldn't shan't shouldn't mustn't "
    "cannot needn't ought oughtn't"
)
AUXILIARIES = BE | HAVE | DO | MODALS
PARTICIPIAL = words("be been being having")

WH = words(
    "what which who whom whose when where why how what's who's where's when's how's why's what're who're "
    "how're what'd how'd whats hows whos wat"
)
QUESTION_STARTS = AUXILIARIES | WH
# After a comma these may also continue a noun: "the router, which is leased, ...".
RELATIVE_WH = words("which who whom whose when where")
# After a noun they open a clause that has a verb of its own.
RELATIVES = words("that which who whom whose")
# So do these, anywhere. The second kind stands before a plain noun as well: "after lunch".
SUBORDINATORS = words(
    "if when where whenever wherever unless because although though while whereas whether provided assuming "
    "whatever whoever whichever how what why"
)
HALF_SUBORDINATORS = words("after as before once since so than till until")
# Two verbs are needed after these: "When an employee leaves, accounts are disabled?"
CLAUSE_FRONTS = words(
    "if when where whenever wherever unless because although though while whereas provided providing assuming "
    "supposing whatever whichever"
)

PREPOSITIONS = words(
    "about above across after against along alongside amid among amongst apart around aside at barring based "
    "before behind below beneath beside besides between beyond by concerning considering depending despite down "
    "due during except excluding following for from given in including inside instead into like near "
    "notwithstanding of off on onto opposite other out outside over past pending per prior regarding regardless "
    "since subject than through throughout to together toward towards under underneath unlike until up upon "
    "using versus via with within without according as"
)

ARTICLES = words("the a an my your our their its his every")
DETERMINERS = ARTICLES | words(
    "this that these those her each all any some no both either neither another such many most several few "
    "fewer enough half"
)
PERSONS = words(
    "i you we they it he she there everyone everybody nobody whoever i'm i've you're you've we're we've they're "
    "they've it's there's that's he's she's nobody's everyone's"
)
PRONOUNS = PERSONS | words(
    "one anyone anybody someone somebody none nothing anything everything something this that these those each all "
    "both us them me him"
)
# A verb agrees with these as with a plural.
PLURAL_SUBJECTS = words(
    "i you we they staff people personnel data media management men women children police criteria both these "
    "those all none"
)
# What a subject begins with where it is no bare noun.
SUBJECT_STARTS = DETERMINERS | PRONOUNS
CONJUNCTIONS = words("and or but nor and/or & plus")

# Said before the question proper.
LEAD_INS = words(
    "and so but also then now well ok okay hello additionally furthermore moreover finally currently next "
    "lastly first firstly second secondly third thirdly again still just actually approximately about roughly "
    "exactly precisely overall generally today presently yes no or plus otherwise hence therefore thus typically "
    "normally usually ideally preferably maybe perhaps"
)
POLITE = words("please kindly pls")
ADVERBS = words(
    "not never always only also already still just even ever often daily weekly monthly quarterly yearly "
    "annually hourly here now then soon together alone twice once again too instead fast well everywhere "
    "anywhere online offline onsite offsite back up down on off out over"
)
# What can be true of a subject with the verb left out: "Firmware up to date?"
PREDICATES = words(
    "current present available active operational compliant online complete functional enabled disabled "
    "healthy valid unique correct green ready date place use secure visible accessible required mandatory"
)

# Requests in the form of a question: "Can you describe ...?"
REQUESTS = words(
    "describe explain list name tell elaborate outline summarize summarise define specify enumerate mention "
    "detail discuss illustrate clarify ask"
)
# These ask for words only with one of the objects: "Can you give an example?", not "... give staff a badge?"
LOOSE_REQUESTS = words("give provide show share walk talk take")
REQUEST_OBJECTS = words(
    "me us example examples overview description explanation details reasons insight insights more some"
)

# The numbers that people spell out.
NUMBERS = words("one two three four five six seven eight nine ten twelve fifteen twenty thirty sixty ninety")
