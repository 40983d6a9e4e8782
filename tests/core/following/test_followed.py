"""What is said of the contract that a continuous symbol follows."""

from __future__ import annotations

import numpy as np

from ohlc_desktop.core.following.followed import (
    DailyVolumes,
    FollowedContract,
    NamedContract,
    QuietContract,
    followed_contract,
    quiet_contract,
)
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.timeframes import DAY

NOW = 20_700 * DAY
NAMED = NamedContract(20_700, "Gold Oct 26", "GCV26.CMX")


def volumes(*each: int, newest: int = NOW) -> DailyVolumes:
    return DailyVolumes(newest - DAY * np.arange(len(each))[::-1], np.array(each, dtype=np.int64))


def test_a_proof_is_stronger_than_a_name_and_a_name_than_nothing() -> None:
    proof = ContractStretch("GCZ26.CMX", NOW - 9 * DAY, NOW - DAY, 5)
    same = ContractStretch("GCV26.CMX", NOW - 9 * DAY, NOW - DAY, 5)
    old = ContractStretch("GCZ26.CMX", NOW - 30 * DAY, NOW - 20 * DAY, 5)
    assert followed_contract(NAMED, (proof,), NOW) == FollowedContract("GCZ26.CMX", True, "GCV26.CMX")
    assert followed_contract(NAMED, (proof, same), NOW) == FollowedContract("GCV26.CMX", True)
    assert followed_contract(NAMED, (old,), NOW) == FollowedContract("GCV26.CMX", False)
    assert followed_contract(None, (old,), NOW) is None
    assert followed_contract(NamedContract(20_700, "Gold", ""), (), NOW) is None


def test_what_is_told() -> None:
    assert (
        str(FollowedContract("GCV26.CMX", False).told_by("Yahoo"))
        == "Follows GCV26.CMX, as Yahoo names it; not proven."
    )
    assert str(FollowedContract("GCZ26.CMX", True, "GCV26.CMX").told_by("Yahoo")) == (
        "Follows GCZ26.CMX, proven by that contract's candles; Yahoo still names GCV26.CMX."
    )
    quiet = QuietContract("GC=F", "GCV26.CMX", "GCZ26.CMX", (1_200, 160_000), 5)
    assert str(FollowedContract("GCV26.CMX", True, quiet=quiet).told_by("Yahoo")) == (
        "Follows GCV26.CMX, proven by that contract's candles. GC=F follows GCV26.CMX, which hardly trades: 1,200"
        " contracts a day against 160,000 of GCZ26.CMX."
    )


def test_a_month_that_hardly_trades_is_told_by_its_volume() -> None:
    """Volumes of gold as Yahoo had them: 47 to 6,410 a day for the nearest listed month."""
    few, many = volumes(1, 6_410, 47, 2_000, 900, 1_100), volumes(150_000, 160_000, 170_000, 155_000, 158_000)
    told = quiet_contract("GC=F", "GCV26.CMX", {"GCV26.CMX": few, "GCZ26.CMX": many, "GCG27.CMX": volumes(9_000)}, NOW)
    assert told == QuietContract("GC=F", "GCV26.CMX", "GCZ26.CMX", (1_100, 158_000), 5)
    assert quiet_contract("GC=F", "GCZ26.CMX", {"GCV26.CMX": few, "GCZ26.CMX": many}, NOW) is None
    assert quiet_contract("GC=F", "GCX26.CMX", {"GCV26.CMX": few, "GCZ26.CMX": many}, NOW) is None


def test_a_lively_month_an_old_day_and_too_few_days_tell_nothing() -> None:
    half, many = volumes(80_000, 20_000, 90_000), volumes(150_000, 160_000, 170_000)
    few = volumes(100, 100, 100)
    assert quiet_contract("GC=F", "A", {"A": half, "B": many}, NOW) is None
    assert quiet_contract("GC=F", "A", {"A": few, "B": many}, NOW + 20 * DAY) is None
    assert quiet_contract("GC=F", "A", {"A": volumes(100, 100), "B": many}, NOW) is None
    assert quiet_contract("GC=F", "A", {"A": few, "B": volumes(0, 0, 0)}, NOW) is None
