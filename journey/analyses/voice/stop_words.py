"""Words that say nothing about a theme, by language. Negations stand apart: they say much about a mood."""

from __future__ import annotations

__all__ = ["NEGATIONS", "OPINIONS", "STOP_WORDS"]

_NO_ENGLISH = "no not nor never none nothing nobody cannot can't don't didn't doesn't isn't wasn't won't"
_NO_RUSSIAN = "не ни нет никогда никто ничего нельзя"
_NO_DUTCH = "niet geen nooit niemand niets noch"

NEGATIONS = {
    "english": frozenset(_NO_ENGLISH.split()),
    "russian": frozenset(_NO_RUSSIAN.split()),
    "dutch": frozenset(_NO_DUTCH.split()),
}
"""Language -> words that turn a sentence round."""

_ENGLISH = """
a about above after again against ago all almost along already also although always am among an and another any anybody
anyone anything anywhere are around as at away back be became because become been before being below between both but by
came come could did do does doing done down during each either else enough especially etc even ever every everybody
everyone everything few find for found from further gave get gets getting give given go goes going gone got had has have
having he her here hers herself him himself his how however i i'd i'll i'm i've if in instead into is it it's its itself
just keep kept know knows last least less let like lot lots made make makes many may maybe me mean might mine more most
much must my myself near need needed neither next now of off often oh ok okay on once one ones only onto or other others
our ours ourselves out over own per perhaps please put quite rather really said same saw say says see seem seemed seems
several shall she should since so some somebody somehow someone something sometimes still such take taken tell than
thank thanks that that's the their theirs them themselves then there there's therefore these they they're thing things
think this those though through thus till to together too took toward towards try tried twice two under until up upon us
use used very via want wanted was way we we're we've well went were what when where whether which while who whole whom
whose why will with within without would yes yet you you'd you'll you're you've your yours yourself sorry hello hi dear
""" + " ".join(NEGATIONS["english"])

_RUSSIAN = """
а без более больше будет будто бы был была были было быть в вам вас ваш ваша ваше ваши вдруг ведь во вот впрочем все всё
всегда всего всей всем всех всю вы где да даже для до другой его ее её ей ему если есть еще ещё ж же за зачем здесь и из
или им ими иногда их к каждый как какая какой какие когда кого конечно которая которые который которое кто куда ли либо
лишь лучше между меня мне много может можно мой моя мои моё моей моего мы на над надо наконец нам нас наш наша наше него
нее неё ней некоторые нему несколько них но ну о об обо один одна одно однако около он она они оно опять от ото очень
перед по под пока после потом потому почему почти при про просто прям раз разве раньше с сам сама сами самое само себе
себя сейчас сегодня со совсем спасибо так также такая такие такой там те тебе тебя тем теперь то тобой тогда того тоже
той только том тот три тут ты у уж уже хоть хотя чего чей чем через что чтобы чуть эта эти это этого этой этом этому
этот эту я здравствуйте добрый день пожалуйста мной мною нужно нужен своей свой свои своего
""" + " ".join(NEGATIONS["russian"])

_DUTCH = """
aan af al alle alles als altijd ander andere anders ben bij bijna bijvoorbeeld boven daar dan dat de deze die dit doch
doe doen door dus echt een één eens eerst elk elke en enkel er erg ergens even gaan gaat ge gedaan geeft geweest gewoon
ging had hadden haar heb hebben hebt heeft heel hem het hier hij hoe hun iedere iedereen iemand iets ik in indien is ja
je jij jou jouw jullie kan kon konden krijg kunnen kunt laat maar maken me mee meer men met mij mijn misschien moest
moet moeten mogen na naar nadat namelijk nog nu of om omdat onder ons ook op over reeds sinds soms steeds te tegen toch
toen tot tussen u uit uw vaak van vanaf veel via volgens voor vooral waar waarom wat we weer wegens wel werd werden wie
wij wil wilde wilt worden wordt zal ze zeer zelf zich zij zijn zo zoals zodat zonder zou zouden nvt ivm evt bv
""" + " ".join(NEGATIONS["dutch"])

STOP_WORDS = {
    "english": frozenset(_ENGLISH.split()),
    "russian": frozenset(_RUSSIAN.split()),
    "dutch": frozenset(_DUTCH.split()),
}
"""Language -> its stop words, in small letters; negations are among them."""

_MOOD_ENGLISH = """
good great nice fine perfect excellent wonderful best better well bad poor terrible awful horrible worst worse happy
satisfied pleased glad disappointed disappointing annoyed annoying angry frustrated frustrating unhappy wow super
amazing fantastic star stars expected expect honestly unfortunately frank sadly hope love loved hate recommend improve
improvement unfriendly easy hard decent outstanding acceptable average big small perfectly
"""
_MOOD_RUSSIAN = """
хорошо хороший хорошая хорошее отлично отличный отличная прекрасно прекрасный супер класс плохо плохой плохая плохое
ужасно ужасный ужас кошмар доволен довольна недоволен недовольна рад рада жаль разочарован разочарована надеюсь
рекомендую нравится понравилось лучший худший удобно неудобно нормально сожалению
"""
_MOOD_DUTCH = """
goed goede prima fijn mooi uitstekend perfect geweldig slecht slechte vreselijk verschrikkelijk tevreden ontevreden
blij boos jammer teleurgesteld teleurstellend helaas vervelend klantonvriendelijk klantvriendelijk hoop beter best
super top
"""

OPINIONS = {
    "english": frozenset(_MOOD_ENGLISH.split()),
    "russian": frozenset(_MOOD_RUSSIAN.split()),
    "dutch": frozenset(_MOOD_DUTCH.split()),
}
"""Language -> words of mere praise or blame: a theme is what people speak of, not how they liked it."""
