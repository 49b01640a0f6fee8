"""Where someone finds help whom a visit weighs on."""

HELPLINE = "12356"
"""The national psychological-support line, as the handbook's card of hotlines has it."""
