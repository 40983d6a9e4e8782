"""Pictures of every page, light and dark at 1x, light at 2x, compared tolerantly with those in ``expected``.

``python -m tests.pictures`` takes them anew and says which changed; look at those before keeping them.
``python -m tests.pictures full FOLDER`` writes them at full size, to be looked at closely.
``python -m tests.pictures readme`` takes the README's.

:mod:`.profiles` makes the data folders, :mod:`.stage` puts the real window over them, :mod:`.scenes` says what is
shown, :mod:`.camera` photographs it in a process of its own, with fonts, time zone and scale of its own, which
:mod:`.studio` starts; :mod:`.compare` judges.
"""
