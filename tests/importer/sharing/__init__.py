"""Tests of what machines share: with a real Redis, and a stand-in Yahoo that counts what it is asked."""
