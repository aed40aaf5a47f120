"""What columns are called: names of the field and of common exports, in English, Russian and Dutch.

A name is compared after `normal`: lower case, words apart, no punctuation. A pattern must match all of it. The number
is how sure the name alone makes us; below 0.5 it is only a candidate to ask about.
"""

from __future__ import annotations

import re

from journey.model import Role

__all__ = ["LIFECYCLES", "NEVER_TIME", "PARTIES", "normal", "weight"]

_ID = r"(?: id| ids| key| number| no| nr| num| code| uuid| guid| nummer)?"

_WORDS: dict[Role, tuple[tuple[float, str], ...]] = {
    Role.JOURNEY: (
        (1.0, r"case concept name"),
        (0.95, rf"(?:case|trace|journey|process instance|procedure){_ID}|caseid"),
        (0.95, rf"zaak{_ID}|zaaknummer|кейс|id кейса"),
        (0.9, rf"(?:ticket|issue|incident|request|application|claim|order|deal|opportunity|dossier){_ID}"),
        (0.9, r"(?:id|номер|код) (?:обращения|заявки|заказа|сделки|тикета|договора|инцидента|процесса|пути)"),
        (0.85, r"(?:обращение|заявка|заказ|сделка|тикет|инцидент)(?: id| номер)?|ordernummer|aanvraagnummer"),
        (0.45, rf"(?:ga )?(?:session|visit|conversation|call){_ID}|id ?visit"),
        (0.45, r"(?:id )?(?:сессия|сессии|визит|визита)"),
    ),
    Role.CUSTOMER: (
        (0.95, rf"(?:customer|client|user|visitor|subscriber|consumer|patient|person|member|klant){_ID}|klantnummer"),
        (0.95, r"user pseudo id|id ?visitor|visitor ?id|distinct id|anonymous id|client ?id|user ?id|customer ?id"),
        (0.95, r"клиент|(?:id|код|номер) (?:клиента|пользователя|абонента|покупателя|контрагента|гостя)|клиент id"),
        (0.9, r"пользователь|абонент|покупатель|контрагент|гость|customer (?:name|ref)|requester(?: id)?|profile id"),
        (0.7, rf"(?:account|contact|household|party|cookie|device){_ID}|аккаунт|контакт|лицевой счет"),
        (0.55, r"(?:customer |client |user |requester )?e ?mail|email address|почта"),
        (0.55, r"(?:customer )?phone(?: number)?|телефон"),
    ),
    Role.TOUCHPOINT: (
        (1.0, r"concept name"),
        (0.95, r"activity(?: name)?|touch ?point(?: name)?|event name|activiteit|точка контакта|точка касания"),
        (0.9, r"event|событие|действие|активность|название события|имя события|gebeurtenis|handeling"),
        (0.85, r"action(?: name)?|event (?:type|action|label)|task(?: name)?|step(?: name)?|stap"),
        (0.85, r"шаг|операция|тип события"),
        (0.7, r"interaction(?: type)?|activity type|type of contact|contact type"),
        (0.7, r"взаимодействие|тип контакта|тип действия"),
        (0.6, r"page(?: title| name| path)?|screen(?: name)?|new status|status|состояние|статус|страница|экран"),
        (0.45, r"(?:\w+ )?theme(?: en)?|тема(?: обращения)?|thema"),
        (0.43, r"(?:\w+ )?(?:topic|subject|category|reason|type)(?: en)?|категория|причина|тип|onderwerp|categorie"),
        (0.4, r"(?:\w+ )?sub ?(?:theme|topic|category|type)(?: en)?|подтема|подкатегория"),
    ),
    Role.TIME: (
        (1.0, r"time timestamp"),
        (0.95, r"(?:event |complete )?(?:time ?stamp|date ?time)|event time|tijdstip"),
        (0.95, r"дата и время(?: \w+)?|дата время|время события"),
        (0.9, r"(?:occurred|happened|created|logged|received|sent)(?: at| on)?|server time(?: pretty)?|date and time"),
        (0.85, r"time|date|moment|when|время|дата|дата события|момент|когда|datum|tijd|datum tijd|datum en tijd"),
        (0.8, r"(?:event|contact|visit|action|transaction|activity|call|chat|order) (?:date|day|time)(?: utc)?"),
        (0.8, r"дата \w+"),
        (0.7, r"\w+ (?:at|timestamp|datetime|datum)|(?:\w+ )?(?:date|time)(?: utc)?|\w+ (?:дата|время)"),
        (0.7, r"unix ?time|ts"),
        (0.3, r"(?:\w+ )+(?:date|time|at|timestamp|дата)(?: \w+)?"),
    ),
    Role.CLOCK: ((0.9, r"time of day|clock(?: time)?|время суток|часы"),),
    Role.END_TIME: (
        (
            0.95,
            r"(?:end|complete|completed|completion|finish|finished|stop)(?: date)?(?: ?time(?: ?stamp)?| at| date)?",
        ),
        (0.95, r"(?:время|дата|дата и время) (?:окончания|завершения|конца)|окончание|завершение|конец"),
        (0.95, r"eind ?tijd|eind ?datum|einde|time complete|closed at|resolved at|ended at"),
    ),
    Role.CHANNEL: (
        (
            0.95,
            r"(?:contact |case |communication |sales )?channel(?: id| name| type)?|канал(?: \w+)?|(?:contact)?kanaal",
        ),
        (0.6, r"via|medium|(?:traffic )?source(?: medium)?|platform|источник(?: \w+)?|платформа|bron"),
        (0.6, r"referr?er type"),
    ),
    Role.STAGE: (
        (0.95, r"(?:journey |lifecycle |funnel )?(?:stage|phase)(?: name)?|fase"),
        (0.95, r"этап(?: \w+)?|стадия(?: \w+)?|фаза"),
    ),
    Role.SCORE: (
        (0.95, r"(?:nps|csat|ces|enps)(?: score| rating)?|(?:\w+ )?score|stars|grade"),
        (0.95, r"(?:\w+ )?(?:rating|satisfaction)(?: score)?"),
        (0.95, r"(?:\w+ )?оценка(?: \w+)?|рейтинг|балл|баллы|удовлетворенность|удовлетворённость|лояльность"),
        (0.95, r"cijfer|beoordeling|tevredenheid|waardering"),
    ),
    Role.COST: (
        (0.95, r"costs?|(?:handling|contact|service|total|event|activity) costs?|kosten|kostprijs"),
        (0.9, r"стоимость(?: \w+)?|затраты|расходы?|издержки|себестоимость"),
    ),
    Role.COMMENT: (
        (0.95, r"(?:customer |nps |csat |survey )?(?:comments?|feedback|verbatim|remarks?|review)(?: text)?"),
        (0.95, r"комментари[ий]\w*|отзывы?|примечани[ея]|текст(?: \w+)?|сообщение|open answer"),
        (0.95, r"opmerking(?:en)?|toelichting"),
        (0.8, r"(?:message|notes?|description|free text|text|body|описание|жалоба|omschrijving)(?: text)?"),
    ),
    Role.INITIATOR: (
        (0.95, r"initiator|initiated by|started by|who started(?: it)?|инициатор|кто (?:начал|инициировал)"),
        (0.85, r"(?:call |contact |message )?direction|направление(?: \w+)?|richting|inbound outbound"),
    ),
    Role.LIFECYCLE: ((1.0, r"(?:event )?life ?cycle(?: transition)?|transition"),),
}

NEVER_TIME = re.compile(
    r".*\b(?:planned|deadline|due|birth|expected|expiry|expires|updated|modified|valid|reg|registration|signup"
    r"|first seen|срок|план\w*|рождения|изменен\w*|регистрации|gepland\w*|geboorte\w*)\b.*"
)
"""Times that are not the event's own."""

PARTIES = frozenset({
    "customer", "client", "user", "visitor", "company", "agent", "system", "operator", "employee", "staff",
    "inbound", "outbound", "incoming", "outgoing", "in", "out", "клиент", "пользователь", "компания", "оператор",
    "система", "сотрудник", "входящий", "исходящий", "входящее", "исходящее",
})  # fmt: skip
"""Values of a column that says who started the contact."""

LIFECYCLES = frozenset({
    "complete", "start", "schedule", "assign", "suspend", "resume", "withdraw", "reassign", "manualskip", "autoskip",
    "ate_abort", "pi_abort",
})  # fmt: skip
"""Values of a column with the lifecycle of an activity, as XES has them."""

_COMPILED = {role: tuple((value, re.compile(words)) for value, words in known) for role, known in _WORDS.items()}


def normal(name: str) -> str:
    """A column's name as plain words.

    Examples
    --------
    >>> normal("case:concept:name"), normal("ComplaintTheme_EN"), normal("Дата/время"), normal("userId")
    ('case concept name', 'complaint theme en', 'дата время', 'user id')
    """
    apart = re.sub(r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", apart.casefold().replace("№", " номер ")))


def weight(name: str, role: Role) -> float:
    """How sure the name alone makes us that a column plays this role, 0 to 1.

    Examples
    --------
    >>> weight("CustomerID", Role.CUSTOMER), weight("activity_instance_id", Role.JOURNEY)
    (0.95, 0.0)
    """
    words = normal(name)
    return max((value for value, known in _COMPILED[role] if known.fullmatch(words)), default=0.0)
