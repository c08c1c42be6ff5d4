"""A bulletin's steps: drafted, checked, signed, issued; corrected by a further edition."""
