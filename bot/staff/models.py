"""Who belongs to which agency as what, who was invited, who is signed in where and reads which language, and who changed what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bot.catalogue.models import Agency
from bot.staff.permissions import Role


class Membership(models.Model):
    """One role of one person in one agency; it counts for that agency and for no other."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    suspended = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "agency", "role"], name="role_once_a_person_and_agency")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.agency_id}"


class Invitation(models.Model):
    """A link of use once. Without an agency it comes from the command line, for the installation itself."""

    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=2)
    superuser = models.BooleanField(default=False)
    sets_password = models.BooleanField(default=False, help_text="Gives an existing account a new password.")
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email"], condition=models.Q(used=None, revoked=None), name="one_open_invitation_a_person_and_agency"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.agency_id}"


class Profile(models.Model):
    """What a person keeps from one computer to the next."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    language = models.CharField(max_length=2)

    def __str__(self) -> str:
        return f"{self.user_id} {self.language}"


class StaffSession(models.Model):
    """One browser in which somebody is signed in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=80)
    created = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField()

    class Meta:
        ordering = ("-last_seen",)

    def __str__(self) -> str:
        return f"{self.user_id} {self.browser}"


class AuditEntry(models.Model):
    """One change: who, when, what, and how it was before and after. It is only ever added."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    user_name = models.CharField(max_length=200, help_text="Kept when the account is gone.")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40)
    target_key = models.CharField(max_length=254)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["agency", "-id"], name="audit_of_agency"),
            models.Index(fields=["agency", "action", "-id"], name="audit_of_agency_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.user_name}: {self.action} {self.target_key}"
