"""The facilitator's screens of a debrief, and the door to the phones.

phones     the room's server as the screen has it: opened, told what to show, its votes kept
showing    what the phones are to show, made from the debrief
screen     the one screen: where the room is in the middle, script, clock, votes and notes beside it
"""
