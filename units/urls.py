"""Addresses of logging in and of oneself."""

from django.urls import path

from units.views import profile
from units.views.login import Login, Logout

urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("logout/", Logout.as_view(), name="logout"),
    path("me/", profile.profile, name="profile"),
    path("me/password/", profile.password, name="profile-password"),
    path("me/absence/", profile.absence, name="profile-absence"),
    path("me/back/", profile.back, name="profile-back"),
    path("me/keys/", profile.keys, name="profile-keys"),
]
