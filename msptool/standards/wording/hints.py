"""What is said of a text of the wrong form: why it is refused, and what to write instead."""

from __future__ import annotations

from msptool.standards.wording import verbs
from msptool.standards.wording import words as closed
from msptool.standards.wording.clauses import Tokens, word_at
from msptool.standards.wording.form import Decision, decide
from msptool.standards.wording.grammar import Shape, shape_of
from msptool.standards.wording.rewrites import (
    asked,
    be_for,
    claim_as_question,
    command_as_yes_no,
    lowered,
    open_as_yes_no,
)
from msptool.standards.wording.rules import MAX_LENGTH, Form
from msptool.standards.wording.text import Prompt, read

MESSAGES: dict[Form, str] = {
    Form.OPEN: "This is an open question ('{word}'): no yes or no answers it.",
    Form.IMPERATIVE: "This is an instruction ('{word}'), not a question.",
    Form.STATEMENT: "This is a statement: no question mark ends it.",
    Form.EITHER_OR: "This asks to choose: a yes to '{word}' does not say which.",
    Form.MULTIPLE_CHOICE: "This asks to pick from a list, not for a yes or a no.",
    Form.COMPOUND: "This asks for more than a yes or a no, from '{word}' on.",
    Form.TWO_QUESTIONS: "These are two questions: the second begins at '{word}'.",
    Form.FRAGMENT: "This is no sentence: there is no verb to say yes or no to.",
}
TOO_LONG_MESSAGE = "This has {length} characters; a question has at most " + f"{MAX_LENGTH}."
TOO_LONG_HINT = "Keep the one thing to check, and move the background to the why and the how."


def message_for(prompt: Prompt, decision: Decision) -> str:
    """One sentence that says what the text is."""
    word = prompt.plain[decision.start :].split(" ", 1)[0].strip("?!,.:;")
    return MESSAGES[decision.form].format(word=word)


def hint_for(prompt: Prompt, decision: Decision) -> str:
    """What to write instead, in the words of the text where they allow it."""
    if not prompt.sentences:
        return 'Write a question that can be answered with yes or no, such as "Are all servers patched?"'
    rewritten = {
        Form.OPEN: _open_hint,
        Form.IMPERATIVE: _command_hint,
        Form.STATEMENT: _statement_hint,
        Form.EITHER_OR: _either_or_hint,
        Form.COMPOUND: _compound_hint,
        Form.TWO_QUESTIONS: _two_questions_hint,
        Form.FRAGMENT: _fragment_hint,
    }.get(decision.form)
    hint = rewritten(prompt, decision) if rewritten else None
    return hint or _GENERAL[decision.form]


_GENERAL: dict[Form, str] = {
    Form.OPEN: 'Name the answer you expect and ask whether it is so: "Is ... <the answer you expect>?"',
    Form.IMPERATIVE: 'Ask whether it is done: "Is ... done?"',
    Form.STATEMENT: "Add a question mark.",
    Form.EITHER_OR: "Ask about the aligned alternative only, and leave the other one out.",
    Form.MULTIPLE_CHOICE: 'Write one standard for each choice that matters: "Is <the choice> in place?"',
    Form.COMPOUND: "Keep the yes/no question, and leave the rest to the note of the answer.",
    Form.TWO_QUESTIONS: "Make each question a standard of its own.",
    Form.FRAGMENT: 'Say what has to be true of it: "Is ... <as it should be>?"',
}


def _write(question: str | None) -> str | None:
    """The hint to write a question, unless it would be refused in its turn."""
    if question is None or decide(read(question)).form is not Form.YES_NO:
        return None
    return f'Write "{question}"'


def _open_hint(prompt: Prompt, decision: Decision) -> str | None:
    sentence = prompt.sentence_at(decision.start)
    return _write(open_as_yes_no(prompt.plain[decision.start : sentence.stop]))


def _command_hint(prompt: Prompt, decision: Decision) -> str | None:
    tokens = prompt.sentence_at(decision.start).tokens
    at = next((n for n, token in enumerate(tokens) if token.start == decision.start), 0)
    return _write(command_as_yes_no(prompt.plain, tokens, at))


def _statement_hint(prompt: Prompt, decision: Decision) -> str | None:
    sentence = prompt.sentence_at(decision.start)
    reading = shape_of(sentence.tokens)
    if reading.shape is Shape.CLAIM and _can_turn(sentence.tokens, reading.at):
        turned = _write(claim_as_question(prompt.plain, sentence.tokens, 0, reading.at))
        if turned:
            return turned
    return f'Add a question mark: "{asked(prompt.said(sentence))}"'


def _can_turn(tokens: Tokens, verb: int) -> bool:
    """Whether the auxiliary can go in front of its subject as it stands: "MFA is enabled"."""
    word, subject = tokens[verb].word, tokens[:verb]
    movable = word in closed.BE or word in ("must", "shall", "should")
    movable = movable or (word in closed.HAVE and word_at(tokens, verb + 1) == "been")
    stops = closed.RELATIVES | closed.SUBORDINATORS | closed.HALF_SUBORDINATORS
    plain = not any(token.is_mark or token.word in stops for token in subject)
    return bool(subject) and movable and plain and subject[0].word not in closed.PREPOSITIONS


def _either_or_hint(prompt: Prompt, decision: Decision) -> str | None:
    """The first alternative alone, where it is all that stands before the "or"."""
    tokens = prompt.sentence_at(decision.start).tokens
    choice = next((n for n, token in enumerate(tokens) if token.start == decision.start), 0)
    before, following = tokens[:choice], tokens[choice + 1].word
    is_list = any(token.word == "," for token in before[:-1][-4:])
    if is_list or not before or before[0].word not in closed.AUXILIARIES:
        return None
    if before[-1].word in verbs.VERBS and following in verbs.VERBS:  # "Do you own or lease ..."
        return None
    first = asked(prompt.plain[before[0].start : before[-1].end])
    return f'Ask about the aligned one only, such as "{first}"'


def _compound_hint(prompt: Prompt, decision: Decision) -> str | None:
    tokens = [token for sentence in prompt.sentences for token in sentence.tokens if token.start < decision.start]
    while tokens and (tokens[-1].is_mark or tokens[-1].word in closed.CONJUNCTIONS | {"by", "for", "to", "with"}):
        tokens.pop()
    if not tokens:
        return None
    return f'Keep "{asked(prompt.plain[prompt.first : tokens[-1].end])}" and leave the rest to the note of the answer.'


def _two_questions_hint(prompt: Prompt, decision: Decision) -> str | None:
    second = prompt.sentence_at(decision.start)
    first = prompt.plain[prompt.first : decision.start]
    return f'Make two standards: "{asked(first)}" and "{asked(prompt.said(second))}"'


def _fragment_hint(prompt: Prompt, decision: Decision) -> str | None:
    said = prompt.said(prompt.sentence_at(decision.start))
    first = said.split(" ", 1)[0].lower()
    if not first.isalpha() or first in closed.LEAD_INS:
        return None
    the = "" if first in closed.SUBJECT_STARTS else "the "
    return f'Say what has to be true of it: "{be_for(said).title()} {the}{lowered(said)} <as it should be>?"'
