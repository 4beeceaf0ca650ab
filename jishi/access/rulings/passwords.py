"""How passwords are hashed and which ones are accepted, on every path that sets one."""

from __future__ import annotations

import string

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

MIN_LENGTH, MIN_KINDS = 10, 3


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id sized for a pay day: some 80 ms on one core, so that thousands can sign in within an hour."""

    time_cost = 2
    memory_cost = 47104
    parallelism = 1


class Profile:
    """Ten characters, three of four kinds, not the sign-in name."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password that does not fit.

        Errors: ValidationError.
        """
        if len(password) < MIN_LENGTH:
            raise ValidationError(f"密码至少 {MIN_LENGTH} 位，请加长。")
        if len(kinds_of(password)) < MIN_KINDS:
            raise ValidationError("密码须包含大写字母、小写字母、数字、符号中的三种，请补上缺少的种类。")
        name = user.get_username() if user else ""
        if name and name.lower() in password.lower():
            raise ValidationError("密码不能包含登录名，请换一个。")

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return f"至少 {MIN_LENGTH} 位，含大小写字母、数字、符号中的三种；不用常见密码，不含登录名。"


def kinds_of(password: str) -> set[str]:
    """Which of the four kinds of character a password has; what is no Latin letter or digit is a symbol."""
    return {_kind(character) for character in password}


def _kind(character: str) -> str:
    if character in string.ascii_uppercase:
        return "upper"
    if character in string.ascii_lowercase:
        return "lower"
    return "digit" if character in string.digits else "symbol"
