"""Saved segments that go on in a later month."""
