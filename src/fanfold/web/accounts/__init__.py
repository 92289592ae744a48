"""Signing in and having an account: what stands between allauth and our pages."""
