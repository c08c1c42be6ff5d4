"""Coming in and going out."""

from django.contrib.auth import views

from units.forms import LoginForm


class Login(views.LoginView):
    """The login page; who is in already is sent on. Too many misses are answered by axes."""

    template_name = "units/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class Logout(views.LogoutView):
    """Leaves by POST only, so that no link can log anybody out."""
