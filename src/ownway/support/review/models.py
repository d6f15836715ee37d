"""Reviews: those held, what was said in them, what follows, and what was said about their day.

When the next is due is worked out, never typed: see `domain/due.py`.
Who may read: whoever may read the person's record; of a programme that clears a backlog, managers
of its team and whoever leads the service, and each reviewer what is theirs.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.bulk.columns import FromFile, one_row_an_event
from ownway.foundation.facts.history import kept


@kept()
class Review(FromFile):
    """A review of support (Care Act 2014, section 27)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    client_type = models.CharField(max_length=100, default="Service user")
    started_on = models.DateField()
    finished_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=100, blank=True)
    outcomes_achieved = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-started_on"], name="review_person"),
            models.Index(
                fields=["person"], condition=models.Q(cld_line=""), name="review_born_here"
            ),
        ]
        constraints = [
            one_row_an_event("one_row_a_review_event"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(finished_on__isnull=True, cld_key__isnull=True),
                name="one_open_review_a_person",
            ),
        ]


@kept()
class Held(models.Model):
    """How a review that is held here went: who holds it, of which plan, how it ended and why."""

    review = models.OneToOneField(
        Review, primary_key=True, on_delete=models.CASCADE, related_name="held"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    which = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    plan = models.ForeignKey(
        "planning.SupportPlan", null=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_for = models.DateField(null=True)
    ending = models.CharField(max_length=20, blank=True)
    ending_words = models.TextField(blank=True)
    none_needed = models.TextField(blank=True)
    without_person = models.TextField(blank=True)
    budget_words = models.TextField(blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )


@kept()
class Statement(models.Model):
    """One thing that one side said, in its own words; before a review began it has no review.

    `may_be_used`: whether whoever said it agrees that it is used without names, to learn what
    works here. Who said it may take it back until the review ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(
        Review, null=True, on_delete=models.CASCADE, related_name="statements"
    )
    side = models.CharField(max_length=10)
    about = models.CharField(max_length=20)
    words = models.TextField()
    said_by = models.CharField(max_length=200)
    may_be_used = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_on = models.DateField()
    written_at = models.DateTimeField(auto_now_add=True)
    taken_back_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "review"], name="statement_person")]


@kept()
class OutcomeSeen(models.Model):
    """Whether an outcome of the plan was achieved, and what was said of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.CharField(max_length=400)
    achieved = models.CharField(max_length=10)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "outcome"], name="an_outcome_once_a_review")
        ]


@kept()
class ReviewAction(models.Model):
    """What somebody does after a review, and by when. `owner_words` names them as the page does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(max_length=400)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_words = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_words = models.TextField(blank=True)
    hand_over_id = models.UUIDField(null=True)


@kept()
class ReviewDay(models.Model):
    """That a review is wanted sooner, or was moved or held back; never changed, only followed.

    `rule_on` is the day the rules gave when it was said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=10)
    reason = models.TextField()
    due_on = models.DateField()
    rule_on = models.DateField()
    set_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-set_at"], name="review_day_person")]


class Programme(models.Model):
    """A backlog of late reviews that is cleared by a day; `team` is empty for the whole council.

    Who may read: whoever leads the service, managers of the team, and its reviewers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    target_on = models.DateField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(null=True)
    closed_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_programme_ends_after_it_begins",
                condition=models.Q(target_on__gt=models.F("first_day")),
            )
        ]


class ProgrammeReviewer(models.Model):
    """Somebody who clears for a while: how many a week they hold.

    Who may read: as the programme.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="reviewers")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    per_week = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "reviewer"], name="a_reviewer_once"),
            models.CheckConstraint(
                name="a_reviewer_holds_some", condition=models.Q(per_week__range=(1, 40))
            ),
        ]


@kept()
class OnProgramme(models.Model):
    """Somebody whose late review a programme clears; on one open programme at most.

    Whether it was done is worked out from the reviews, so nobody drops off.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    late_from = models.DateField()
    risk = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(is_open=True),
                name="on_one_open_programme",
            )
        ]
