"""What a chart says of the contract that it follows, and where it leads."""

from __future__ import annotations

from contextlib import closing

import pytest

from ohlc_desktop.core.following.followed import NamedContract
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.profile import Profile
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import followed
from ohlc_desktop.ui.chart.legend.legend_texts import heading_parts
from tests.ui.chart.conftest import Start
from tests.ui.chart.rig import DAY, NOW, loaded, run

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def quieten(profile: Profile) -> None:
    """Let CL=F follow a month that hardly trades, and store the one that does."""
    run(profile.database, NOW, "CLF27.NYM", sources=("1d",))
    with closing(open_store(profile.database, demo=True)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "CL=F")
        followed.note_named(connection, number, "1d", NamedContract(int(NOW // DAY), "Crude Oil Dec 26", "CLZ26.NYM"))
        ((first, last),) = connection.execute(
            "SELECT min(ts), max(ts) FROM candle WHERE instrument_id=? AND timeframe='1d'", (number,)
        ).fetchall()
        followed.save_stretches(connection, number, "1d", 0, [ContractStretch("CLZ26.NYM", first, last, 250)])
        connection.execute("UPDATE candle SET volume=40 WHERE instrument_id=? AND timeframe='1d'", (number,))


def test_a_chart_leads_to_the_contract_that_is_traded(start: Start, profile: Profile) -> None:
    quieten(profile)
    rig = start()
    window = rig.open("CL=F", "1d")
    cell = window.cells[0]
    assert "follows CLZ26, proven" in [part.text for part in heading_parts(cell.view.frame, "")]
    assert cell.banner.problem is not None
    assert "CL=F follows CLZ26.NYM, which hardly trades: 40 contracts a day against" in cell.banner.problem.text
    cell.banner.button.click()
    rig.settle()
    assert loaded(cell)[:2] == ("CLF27.NYM", "1d")
    assert cell.banner.problem is None or "hardly" not in cell.banner.problem.text
