"""People, what they say about themselves, who is around them, and where they live.

Who may read these rows: the person themself; staff of the person's team and their named worker;
roles that serve the whole council (`permissions.COUNCIL_WIDE`). Only through `people.queries`.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Collate, Concat, Lower, Replace, Reverse, Upper

from ownway.foundation.facts.history import kept

# What people are found by, as the indexes hold it.
WHOLE_NAME = Lower(Concat("given_name", Value(" "), "known_as", Value(" "), "family_name"))
# By code point, so that one index both finds how a name begins and gives the names in order.
CAPITALS = (Collate(Upper("family_name"), "C"), Collate(Upper("given_name"), "C"))
POSTCODE = Upper(Replace("postcode", Value(" "), Value("")))
TELEPHONE_BACKWARDS = Reverse(
    Func(
        "telephone",
        Value("[^0-9]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    )
)


class Locality(models.Model):
    """A place people would name, in an area that a team serves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    area = models.CharField(max_length=100)
    # Where its middle lies, in kilometres east and north of any one point; for maps.
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.name


class PostcodeDistrict(models.Model):
    """The first half of a postcode, and the locality it lies in."""

    district = models.CharField(max_length=4, primary_key=True)
    locality = models.ForeignKey(Locality, on_delete=models.CASCADE, related_name="districts")


class TeamRule(models.Model):
    """Which team looks after whom: by area, by reason for support, or both; blank means any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("access.Team", on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=100, blank=True)
    support_reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "support_reason"], name="one_team_for_an_area_and_reason"
            )
        ]


@kept()
class Person(models.Model):
    """Somebody who needs support, or an unpaid carer; often both at different times."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    council_id = models.CharField(max_length=100, unique=True)
    nhs_number = models.CharField(max_length=10, blank=True, db_index=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    gender = models.CharField(max_length=60, blank=True)
    ethnicity = models.CharField(max_length=100, blank=True)
    address_line_1 = models.CharField(max_length=200, blank=True)
    address_line_2 = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    locality = models.ForeignKey(Locality, null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    gp_practice_code = models.CharField(max_length=20, blank=True)
    primary_support_reason = models.CharField(max_length=200, blank=True)
    accommodation_status = models.CharField(max_length=200, blank=True)
    employment_status = models.CharField(max_length=200, blank=True)
    has_unpaid_carer = models.CharField(max_length=60, blank=True)
    autism = models.CharField(max_length=60, blank=True)
    visual_impairment = models.CharField(max_length=60, blank=True)
    hearing_impairment = models.CharField(max_length=60, blank=True)
    dementia = models.CharField(max_length=60, blank=True)
    client_funding_status = models.CharField(max_length=100, blank=True)
    health_conditions = models.CharField(max_length=400, blank=True)
    how_to_talk = models.TextField(blank=True)
    decides_for_self = models.TextField(blank=True)
    shares_with = models.TextField(blank=True)
    does_not_share_with = models.TextField(blank=True)
    if_things_go_wrong = models.TextField(blank=True)
    # The file period and digest the imported details came from: a later period wins.
    details_as_at = models.DateField(null=True)
    details_digest = models.CharField(max_length=64, blank=True)
    # Exists only for those `RestrictedReader` names, the person, and whom they let in.
    restricted = models.BooleanField(default=False)
    # Where they live is a `ProtectedFact`: the columns of the address stay empty, whatever comes.
    address_protected = models.BooleanField(default=False)
    # Found to be the same person as another record, which now holds everything of both.
    joined_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="joined", editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["team", "family_name", "given_name", "id"], name="people_team"),
            models.Index(fields=["worker"], name="people_worker"),
            models.Index(fields=["family_name", "given_name", "id"], name="people_by_name"),
            models.Index(
                fields=["id"], name="people_restricted", condition=models.Q(restricted=True)
            ),
            models.Index(*CAPITALS, "id", name="people_by_capitals"),
            # How people are looked for: `queries.finding` asks in exactly these expressions.
            GinIndex(OpClass(WHOLE_NAME, name="gin_trgm_ops"), name="people_whole_name"),
            models.Index(
                OpClass(POSTCODE, name="text_pattern_ops"),
                name="people_postcode",
                condition=~models.Q(postcode=""),
            ),
            models.Index(
                OpClass(TELEPHONE_BACKWARDS, name="text_pattern_ops"),
                name="people_telephone",
                condition=~models.Q(telephone=""),
            ),
            models.Index(
                OpClass(Upper("council_id"), name="text_pattern_ops"), name="people_council_id"
            ),
            models.Index(fields=["born_on"], name="people_born_on"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_a_protected_address_out",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__address_protected=True),
                func=(
                    "NEW.address_line_1 := ''; NEW.address_line_2 := ''; NEW.town := ''; "
                    "NEW.postcode := ''; NEW.locality_id := NULL; RETURN NEW;"
                ),
            )
        ]


@kept()
class CommunicationNeed(models.Model):
    """How somebody needs information, or help to talk (Accessible Information Standard)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="communication_needs")
    code = models.CharField(max_length=60)
    recorded_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "code"], name="a_need_is_recorded_once")
        ]


@kept()
class AboutMe(models.Model):
    """What somebody wants everyone to know about them, in their own words; newest stands first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="about_me")
    said_on = models.DateField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    own_words = models.TextField(blank=True)
    what_matters = models.TextField(blank=True)
    good_day = models.TextField(blank=True)
    how_to_help = models.TextField(blank=True)
    worries = models.TextField(blank=True)

    class Meta:
        ordering = ["-said_on", "-pk"]


@kept()
class SomeoneAround(models.Model):
    """Somebody in a person's life: who they are to them, how to reach them, what they may be told.

    `kind` is one of `domain.KINDS_AROUND`; `who` says it in the person's own word (daughter).
    `other_person` is set where the council has a record of them too: the same row then tells the
    other record of it the other way round. `rank` 0 is rung first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="around")
    name = models.CharField(max_length=150)
    who = models.CharField(max_length=100)
    words = models.CharField(max_length=400, blank=True)
    other_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=40, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    # "yes", "no", or blank where nobody asked.
    may_be_told = models.CharField(max_length=3, blank=True)
    # The paper by which an attorney or a deputy acts, with its number; nothing else needs one.
    basis = models.CharField(max_length=200, blank=True)
    basis_seen_on = models.DateField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    source = models.CharField(max_length=10, default="staff")

    class Meta:
        ordering = ["rank", "name"]


@kept()
class PossibleMatch(models.Model):
    """Two records that may be of one person, with why, and what somebody answered.

    Who may read: `permissions.MATCH_PEOPLE`, where both records are theirs to read. An answered
    pair stays, so that it is not asked about again until `compared` (a digest of what was known of
    the two) is another.
    """

    SAME, TWO, LATER = "same", "two", "later"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sure = models.BooleanField(default=False)
    points = models.SmallIntegerField()
    speaks_for = ArrayField(models.CharField(max_length=300))
    speaks_against = ArrayField(models.CharField(max_length=300))
    compared = models.CharField(max_length=64)
    found_on = models.DateField()
    # Why the rule did not join two that it is sure of.
    held_back = models.CharField(max_length=400, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_because = models.TextField(blank=True)
    ask_again_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_records_asked_once"),
            models.CheckConstraint(
                name="lower_id_stands_first", condition=models.Q(first__lt=models.F("second"))
            ),
        ]


@kept()
class Joining(models.Model):
    """Two records made one: whose stays, whose was joined into it, why, and how to undo it.

    Who may read: whoever may read the record that stays. `filled` is what the record that stays
    took over where it was blank: field -> [before, after].
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField()
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    by_rule = models.BooleanField(default=False)
    why = models.TextField()
    filled = models.JSONField(default=dict)
    undone_on = models.DateField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other"],
                condition=models.Q(undone_on__isnull=True),
                name="joined_into_one_at_a_time",
            )
        ]


class MovedRows(models.Model):
    """Rows of one table that a joining gave to the record that stays, to be given back if undone.

    Who may read: as `Joining`. `had` is how many rows the record that stays had of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    joining = models.ForeignKey(Joining, on_delete=models.CASCADE, related_name="moved")
    table = models.CharField(max_length=100)
    column = models.CharField(max_length=100)
    had = models.PositiveIntegerField()
    ids = ArrayField(models.TextField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["joining", "table", "column"], name="a_table_moves_once_a_joining"
            )
        ]
