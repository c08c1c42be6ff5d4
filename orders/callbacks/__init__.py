"""Calling citizens back by machine: when an attempt goes out, through whom, and what comes back.

The rules are the verbs' (orders/lifecycle/calling_back.py); here is what happens around them.
"""
