"""Whether a log is what it was: every event, the chain, the edition, what is said of the session, and the signature.

The chain shows damage. Only a signature shows forgery, and only to those who have the key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from scenarios.edition import RULES_VERSION
from simulator.i18n import _
from simulator.record.errors import StoreError
from simulator.record.events import PLAYED, Sealed, digest
from simulator.record.log import MODES, Session, is_id, summary
from simulator.record.seal import is_signed
from simulator.record.transcript import STATED, Links, Transcript, Written, parsed

Code = Literal[
    "content", "previous", "hash", "gap", "unreadable", "truncated", "count", "start", "session", "edition",
    "forged", "unsigned",
]  # fmt: skip
Proof = Literal["", "damage", "forgery"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong.

    Attributes:
        code: what kind of thing.
        seq: the event it is in; 0 for what stands beside the log.
        detail: a field's name, or a number.
    """

    code: Code
    seq: int = 0
    detail: str = ""

    def __str__(self) -> str:
        """In words, in the language in use."""
        return {
            "content": _("第 {seq} 条的内容与它的校验值不符", seq=self.seq),
            "previous": _("第 {seq} 条与上一条接不上", seq=self.seq),
            "hash": _("第 {seq} 条自己的校验值被改过", seq=self.seq),
            "gap": _("第 {seq} 条不在它的位置上", seq=self.seq),
            "unreadable": _("第 {seq} 条读不出来", seq=self.seq),
            "truncated": _("第 {seq} 条以后断了，少 {missing} 条", seq=self.seq, missing=self.detail),
            "count": _("比登记的条数多 {more} 条", more=self.detail),
            "start": _("记录不是从开头写起的"),
            "session": _("登记的 {field} 与记录不一致", field=self.detail),
            "edition": _("所附的剧本不是当时那一份（{field}）", field=self.detail),
            "forged": _("签名不对：结束以后被改写过，或者是用另一把密钥签的"),
            "unsigned": _("没有签名：能证明没有损坏，不能证明没有被改写"),
        }[self.code]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying a session found.

    Attributes:
        session: as its log tells it; None where that cannot be read.
        events: how many there are.
        faults: what is wrong, in order of place.
        notes: what one should know besides, in words.
        proof: what soundness was proved against: `damage` alone, or `forgery` too; empty if it is not sound.
        log: the events that can be read.
    """

    session: Session | None
    events: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    proof: Proof
    log: tuple[Sealed, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong but, at most, that it is not signed."""
        return all(fault.code == "unsigned" for fault in self.faults)

    def __str__(self) -> str:
        """In one sentence, in the language in use."""
        if self.faults:
            return _("有问题：{first}", first=self.faults[0])
        if self.proof == "forgery":
            return _("完好：共 {n} 条；没有损坏，签名证明没有被改写", n=self.events)
        return _("完好：共 {n} 条；没有损坏（没有核对签名，不能证明没有被改写）", n=self.events)


def examine(found: Transcript, secret: bytes | None = None) -> Verdict:
    """Verify a session.

    Args:
        found: as it was found.
        secret: the key of signatures, if one has it.
    """
    log = tuple(found.sealed())
    session = summary(log) if log and log[0].event.kind == "started" else None
    faults = chain_faults(_session_id(found), found)
    if not faults:
        # Only a whole log can say what else is wrong.
        faults += _rest(found, session)
    if not faults and session is not None:
        faults += _signature(found, session, secret)
    proof: Proof = "" if faults else "forgery" if secret is not None and found.signature else "damage"
    notes = () if session is None else tuple(_notes(found, session, secret))
    ordered = sorted(faults, key=lambda fault: fault.seq)
    return Verdict(session, len(found.events), tuple(ordered), notes, proof, log)


def chain_faults(owner_id: str, found: Links) -> list[Fault]:
    """What is wrong with a chain by itself: damaged, moved and missing events.

    Args:
        owner_id: what the hashes were made with.
        found: the events as they were found.
    """
    faults = [*_chain(owner_id, found)]
    if not any(fault.code == "gap" for fault in faults):
        faults += _length(found)
    return faults


def _session_id(found: Transcript) -> str:
    """The id that the hashes were made with: the first event's, where its hash confirms it, else the stated one."""
    first = found.events[0] if found.events else None
    if first is not None:
        own = (parsed(first.text) or {}).get("id")
        if isinstance(own, str) and first.hash == _expected(own, first, first.previous):
            return own
    return str(found.stated.get("id"))


def _expected(owner_id: str, event: Written, previous: str) -> str:
    """The hash an event should have."""
    try:
        return digest(owner_id, event.seq, event.kind, event.text, event.time, previous)
    except UnicodeEncodeError:
        return ""


def _chain(owner_id: str, found: Links) -> Iterator[Fault]:
    """Each event against its own hash, its place and the event before it.

    One change is one fault: where two copies of a hash differ, the one that fits the events goes on.
    """
    before: str | None = ""
    for number, event in enumerate(found.events, 1):
        if event is None:
            yield Fault("unreadable", number)
            before = None
            continue
        if event.seq != number:
            # Everything behind it is out of place too; that would say nothing more.
            there = {each.seq for each in found.events if each is not None}
            yield Fault("gap", min({*range(1, len(found.events) + 1)} - there, default=number))
            return
        expected = _expected(owner_id, event, event.previous)
        link = event.previous if before is None else before
        before = event.hash
        if event.hash == expected:
            if event.previous != link:
                yield Fault("previous", number)
        elif event.previous != link and event.hash == _expected(owner_id, event, link):
            yield Fault("previous", number)
        elif expected == _known_behind(found, number):
            yield Fault("hash", number)
            before = expected
        else:
            yield Fault("content", number)
    if before is not None and len(found.events) == found.count and before != found.last_hash:
        yield Fault("session", 0, "last_hash")


def _known_behind(found: Links, number: int) -> str:
    """The hash of event `number` as the next one, or the session's row, has it."""
    if number < len(found.events):
        following = found.events[number]
        return "" if following is None else following.previous
    return found.last_hash if number == found.count else ""


def _length(found: Links) -> Iterator[Fault]:
    missing = found.count - len(found.events)
    if missing > 0:
        yield Fault("truncated", len(found.events), str(missing))
    elif missing < 0:
        yield Fault("count", 0, str(-missing))


def _rest(found: Transcript, session: Session | None) -> Iterator[Fault]:
    """What stands beside the log: the session's row or header, and the edition."""
    if session is None:
        yield Fault("start", 1)
        return
    if not is_id(session.id):
        yield Fault("session", 0, "id")
    if session.mode not in MODES:
        yield Fault("session", 0, "mode")
    for name in STATED:
        if getattr(session, name) != found.stated.get(name):
            yield Fault("session", 0, name)
    digest_found, rules, variant = _of_edition(found.edition)
    if not found.edition:
        yield Fault("edition", 0, "data")
    elif digest_found != found.edition_hash or found.edition_hash != session.edition:
        yield Fault("edition", 0, "hash")
    elif rules != found.rules:
        yield Fault("edition", 0, "rules")
    elif variant != session.variant:
        yield Fault("edition", 0, "variant")


@lru_cache(maxsize=4)
def _of_edition(text: str) -> tuple[str, object, object]:
    """Hash, rules and variant of an edition: the sessions of one are examined one after the other."""
    data = parsed(text) or {}
    return sha256(text.encode("utf-8", "replace")).hexdigest(), data.get("rules"), data.get("variant")


def _signature(found: Transcript, session: Session, secret: bytes | None) -> Iterator[Fault]:
    if not found.signature and not found.signed:
        if secret is not None and session.ended:
            yield Fault("unsigned")
        return
    at = found.events[found.signed - 1] if 0 < found.signed <= len(found.events) else None
    after = {event.kind for event in found.events[found.signed :] if event is not None}
    is_out_of_place = at is None or at.kind != "ended" or bool(after & (PLAYED | {"ended"}))
    if is_out_of_place or (at and secret is not None and not is_signed(at.hash, found.signature, secret)):
        yield Fault("forged", found.signed)


def _notes(found: Transcript, session: Session, secret: bytes | None) -> Iterator[str]:
    if found.rules != RULES_VERSION:
        yield _("它用第 {theirs} 版规则接访，这个程序是第 {ours} 版：能看记录，不能照原样重演和计分",
                theirs=found.rules, ours=RULES_VERSION)  # fmt: skip
    if not session.ended:
        yield _("还没有结束")
    elif found.signature and secret is None:
        yield _("有签名；给出 JIEFANG_SEAL_KEY 才能核对")


def demand(verdict: Verdict, name: str) -> Verdict:
    """The verdict, if nothing is wrong but, at most, a missing signature.

    Raises:
        StoreError: something is; `name` says whose log it is.
    """
    if not verdict.intact:
        raise StoreError(
            "unsound",
            _("{name}：{verdict}", name=name, verdict=verdict),
            _("用 jiefang sessions verify {name} 看全部问题。", name=name),
        )
    return verdict
