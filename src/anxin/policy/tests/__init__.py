"""Tests of the policy engine and of the Lishui pack."""
