"""What cannot be done in a visit, in words."""

from __future__ import annotations

from scenarios.play import InputError
from simulator.errors import UserError
from simulator.i18n import _


def input_error(error: InputError) -> UserError:
    """An input that could not be made, as a message with the way out."""
    given = error.arguments
    texts = {
        "JF8101": _("这里没有「{choice}」这个选择（场景 {scene}）。"),
        "JF8102": _("「{choice}」现在还不能选（场景 {scene}）：条件还没有满足。"),
        "JF8103": _("这次接访已经结束（{ending}）。"),
        "JF8104": _(
            "场景 {scene} 是一张表，不能用「{choice}」；写 {scene}=best、{scene}=random，或 {scene}.某一行=某一项。"
        ),
        "JF8105": _("场景 {scene} 现在没有计时。"),
        "JF8106": _("场景 {scene} 不是表。"),
        "JF8107": _("表 {scene} 里没有「{line}」这一行。"),
        "JF8108": _("表 {scene} 的「{line}」没有「{option}」这一项。"),
        "JF8109": _("表 {scene} 的「{line}」还没有填。"),
        "JF8110": _("接访已经走到结局 {ending}，后面还多出 {left} 个选择，从「{choice}」起。"),
        "JF8111": _("场景 {scene} 不是表，「{choice}」用不上；这里要写选择的编号。"),
        "JF8112": _("现在在场景 {scene}，不在「{choice}」说的场景。"),
    }
    text = texts[error.code].format(**{key: str(value) for key, value in given.items()})
    if "position" in given:
        text = _("第 {n} 个输入：", n=given["position"]) + text
    hints = []
    if given.get("nearest"):
        hints.append(_("是不是 {nearest}？", nearest=given["nearest"]))
    hints += [_("可以选：{names}", names=given[key]) for key in ("open", "options", "lines") if given.get(key)]
    return UserError(f"{error.code} {text}", " ".join(hints), 2)
