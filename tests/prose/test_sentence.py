from reportgen.base.formatting import Formatter
from reportgen.prose.facts import Fact, Unit
from reportgen.prose.sentence import Name, capitalised, joined, listed, say

SHARE = Fact.of("segment.a.value_share", 0.634, Unit.SHARE, Formatter().share(0.634))


def test_a_sentence_keeps_its_facts() -> None:
    sentence = say("{name} bring {share} of revenue", name=Name("a", "Champions"), share=SHARE)
    assert sentence.plain == "Champions bring 63% of revenue"
    assert sentence.facts == (SHARE,)


def test_sentences_are_spliced_listed_and_capitalised() -> None:
    inner = say("the {share}", share=SHARE)
    assert say("{inner} who stay", inner=inner).plain == "the 63% who stay"
    assert listed(("a", "b", "c")).plain == "a, b and c"
    assert listed(("a",)).plain == "a"
    assert joined((say("one."), say("two."))).plain == "one. two."
    assert capitalised(inner).plain == "The 63%"


def test_braces_in_a_users_words_are_words() -> None:
    assert say("{label} is high", label="{income}").plain == "{income} is high"


def test_a_name_takes_the_form_that_a_template_asks_for() -> None:
    name = Name("a", "aktive Kunden", {"den": "aktiven Kunden"})
    many = say("{n} {whom}", n="12", whom=name)
    assert say("an {many}", many=many).plain == "an 12 aktive Kunden"
    assert say("den {many:den}", many=many).plain == "den 12 aktiven Kunden"
    assert say("den {whom:den}", whom=Name("b", "Neukunden")).plain == "den Neukunden"
