"""One truth from a feed that contradicts itself.

A feed answers from more than one place, and successive answers for the same window differ: in prices at the edge of two
candles, in whole nights, and in the week of a roll one of them mixes two contracts inside single candles. Whoever comes
last must not win. So what was said is kept, and what is true is derived from it:

1. ``candidates.gather`` makes the set of distinct rows of any number of answers; each holds whole candles alone
   (``core.checking.quality``).
2. ``evidence.weigh`` says for each candle what it should look like by its neighbours and by other days.
3. ``mixing.spreads`` finds rows that hold two contracts.
4. ``choice.choose`` derives the candles, and says of each how well it is known.
5. ``statements.agreed`` says of which candles two voices said the same, ``rolls.changes`` where the contract changed.

Everything is a function of the set of distinct rows: the same for every order of the answers, for every repetition and
after every restart. Nothing that was derived is ever evidence: only rows that the feed gave are.

What to keep: the rows that ``choice.kept`` names, each with the two ends of the answers that gave it (``Statements``);
where a candle has one row, which is the stored candle itself, nothing. Beside them the stamps that an answer lacked, and
the answers' windows. ``statements.recalled`` makes of these what was said, ``statements.joined`` adds an answer to it,
``choice.touched`` says which candles to derive anew, and ``choice.around`` which rows that takes: deriving a stretch so
gives what deriving everything gives.
"""
