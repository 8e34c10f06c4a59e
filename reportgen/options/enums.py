"""Options whose values are a fixed list, and what a column can be for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a column is for."""

    CUSTOMER = "customer"
    ORDER = "order"
    DATE = "date"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    AMOUNT = "amount"
    VALUE = "value"
    REFUND = "refund"
    """Money given back, beside what was paid."""
    OTHER_SIDE = "other_side"
    """Money that goes the other way than the amount: debit where credit counts."""
    SIDE = "side"
    """A mark such as S and H, or DR and CR, that tells which way an amount goes."""
    RECIPIENT = "recipient"
    """Who got the money where an amount is negative: the customer of a refund."""
    SHIPPING = "shipping"
    TAX = "tax"
    DISCOUNT = "discount"
    STATUS = "status"
    CANCELLED = "cancelled"
    """Filled, or yes, where the order does not count."""
    CURRENCY = "currency"
    PLACE = "place"
    PRODUCT = "product"
    PRODUCT_NAME = "product_name"
    MEASURE = "measure"
    CATEGORY = "category"
    SENSITIVE = "sensitive"
    PERSONAL = "personal"
    CONSENT = "consent"
    """Whether a person may be written to."""
    FREE_TEXT = "free_text"
    OUTCOME = "outcome"
    CONSTANT = "constant"
    IGNORE = "ignore"


class Format(StrEnum):
    """A file that a build can write for readers."""

    HTML = "html"
    PDF = "pdf"
    BRIEF = "brief"
    LISTS = "lists"
    """Lists of customers, and the workbook up to so many customers as programs for tables open with ease."""
    WORKBOOK = "workbook"
    """The workbook, whatever the number of customers."""
    EMAIL = "email"
    """The brief as a message, kept with the record until it is sent."""
    PPTX = "pptx"
    """Six slides for PowerPoint, only where they are asked for."""


class Service(StrEnum):
    """Where lists of people are uploaded, each with a file format of its own."""

    KLAVIYO = "klaviyo"
    MAILCHIMP = "mailchimp"
    META = "meta"
    GOOGLE = "google"


class Paper(StrEnum):
    """The sheet that report and brief are set for."""

    A4 = "a4"
    LETTER = "letter"


class EngineName(StrEnum):
    """What reads, cleans and adds up order lines."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class Algorithm(StrEnum):
    """How segments are found in the matrix."""

    KMEANS = "kmeans"
    GMM = "gmm"
    WARD = "ward"


class SegmentsBy(StrEnum):
    """What makes the segments: an algorithm, or fixed limits on recency and frequency."""

    CLUSTERS = "clusters"
    RULES = "rules"


class Repeats(StrEnum):
    """What becomes of lines that equal an earlier one in every cell."""

    KEEP = "keep"
    DROP = "drop"


class Vocabulary(StrEnum):
    """Whose words name the segments: a shop's, or neutral ones for a bank or a club."""

    RETAIL = "retail"
    NEUTRAL = "neutral"


class Carrier(StrEnum):
    """How a message leaves this machine."""

    SMTP = "smtp"
    SENDMAIL = "sendmail"
    FOLDER = "folder"


class Security(StrEnum):
    """How the way to a mail server is kept from other eyes."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """In the clear: only to this machine itself, and only by --insecure."""
