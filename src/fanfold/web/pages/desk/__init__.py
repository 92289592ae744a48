"""The desk: where the people who keep the archive work. One module a page."""
