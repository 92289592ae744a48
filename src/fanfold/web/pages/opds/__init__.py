"""Catalogues for reading apps, in OPDS 1.2: browsed, searched, books fetched.

Two of the same making: `/opds/` tells what its asker's lists show, so a visitor's for
most; `/opds/mine/` wants the name of an account and a password made for the app, and
tells what that account may read. Neither leads on elsewhere: many apps cannot follow.
"""
