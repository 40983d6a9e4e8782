<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>AnchorForm</name>
    <message>
        <source>Entry</source>
        <translation>Einstieg</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erster</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweiter</translation>
    </message>
    <message>
        <source>Beside the first</source>
        <translation>Neben dem ersten</translation>
    </message>
    <message>
        <source>{anchor}: price</source>
        <translation>{anchor}: Kurs</translation>
    </message>
    <message>
        <source>{anchor}: time</source>
        <translation>{anchor}: Zeit</translation>
    </message>
</context>
<context>
    <name>AnswersForm</name>
    <message>
        <source>such as NQ, MNQ 12-26</source>
        <translation>etwa NQ, MNQ 12-26</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>They are as they were traded</source>
        <translation>Sie sind wie gehandelt</translation>
    </message>
    <message>
        <source>All of it is one contract</source>
        <translation>Alles ist ein Kontrakt</translation>
    </message>
    <message>
        <source>&amp;Instrument</source>
        <translation>&amp;Instrument</translation>
    </message>
    <message>
        <source>Time &amp;zone of its stamps</source>
        <translation>&amp;Zeitzone der Zeitstempel</translation>
    </message>
    <message>
        <source>A stamp &amp;means the</source>
        <translation>Zeitstempel &amp;bedeutet</translation>
    </message>
    <message>
        <source>&amp;Prices</source>
        <translation>&amp;Kurse</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Quelle</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>(and {count} more)</source>
        <translation>(und {count} weitere)</translation>
    </message>
</context>
<context>
    <name>CandleDetails</name>
    <message>
        <source>Reading what is stored of it …</source>
        <translation>Was von ihr gespeichert ist, wird gelesen …</translation>
    </message>
    <message>
        <source>Choose a candle to see what it was before, what else was said of it, and why it stands.</source>
        <translation>Wählen Sie eine Kerze: Hier steht dann, was sie vorher war, was sonst von ihr gesagt wurde und warum sie gilt.</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>Erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>What is stored of the candle</source>
        <translation>Was von der Kerze gespeichert ist</translation>
    </message>
    <message>
        <source>This candle is not stored any more.</source>
        <translation>Diese Kerze ist nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>The chart shows so at its next look.</source>
        <translation>Der Chart zeigt das, sobald er wieder nachsieht.</translation>
    </message>
    <message>
        <source>Several sources speak of this candle</source>
        <translation>Mehrere Quellen sprechen von dieser Kerze</translation>
    </message>
    <message>
        <source>Storing the choice …</source>
        <translation>Die Wahl wird gespeichert …</translation>
    </message>
    <message>
        <source>It was never corrected.</source>
        <translation>Sie wurde nie korrigiert.</translation>
    </message>
    <message>
        <source>It was corrected once.</source>
        <translation>Sie wurde einmal korrigiert.</translation>
    </message>
    <message>
        <source>It was corrected {count} times.</source>
        <translation>Sie wurde {count}-mal korrigiert.</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>Gilt</translation>
    </message>
    <message>
        <source>{source} says</source>
        <translation>{source} sagt</translation>
    </message>
    <message>
        <source>Until {time} {zone}</source>
        <translation>Bis {time} {zone}</translation>
    </message>
    <message>
        <source>Said too</source>
        <translation>Auch gesagt</translation>
    </message>
    <message>
        <source>Part: {timeframe}, {time}</source>
        <translation>Teil: {timeframe}, {time}</translation>
    </message>
    <message>
        <source>derived</source>
        <translation>abgeleitet</translation>
    </message>
    <message>
        <source>derived of {source}</source>
        <translation>abgeleitet aus {source}</translation>
    </message>
    <message>
        <source>chosen by hand</source>
        <translation>von Hand gewählt</translation>
    </message>
    <message>
        <source>rescaled at a split</source>
        <translation>beim Split umgerechnet</translation>
    </message>
</context>
<context>
    <name>CandleTable</name>
    <message>
        <source>&amp;Newest first</source>
        <extracomment>So many candles are measured for the widths of columns.</extracomment>
        <translation>&amp;Neueste zuerst</translation>
    </message>
    <message>
        <source>&amp;Follow the crosshair</source>
        <translation>Dem &amp;Fadenkreuz folgen</translation>
    </message>
    <message>
        <source>Only what needs &amp;attention</source>
        <translation>Nur &amp;Auffällige</translation>
    </message>
    <message>
        <source>Candles that were corrected, and provisional, disputed and suspect ones</source>
        <translation>Korrigierte Kerzen, dazu vorläufige, strittige und zweifelhafte</translation>
    </message>
    <message>
        <source>Go to &amp;date…</source>
        <translation>Zu &amp;Datum…</translation>
    </message>
    <message>
        <source>Show in &amp;chart</source>
        <translation>Im &amp;Chart zeigen</translation>
    </message>
    <message>
        <source>Co&amp;py</source>
        <translation>K&amp;opieren</translation>
    </message>
    <message>
        <source>&amp;Save as CSV…</source>
        <translation>Als CSV &amp;speichern…</translation>
    </message>
    <message>
        <source>To the first candle of a trade date (Ctrl+G)</source>
        <translation>Zur ersten Kerze eines Handelstags (Strg+G)</translation>
    </message>
    <message>
        <source>Enter, or a double click on the row</source>
        <translation>Eingabetaste oder Doppelklick auf die Zeile</translation>
    </message>
    <message>
        <source>The selected rows with their titles, for a spreadsheet (Ctrl+C)</source>
        <translation>Die gewählten Zeilen mit ihren Titeln, für eine Tabellenkalkulation (Strg+C)</translation>
    </message>
    <message>
        <source>The candles that are in sight in the chart</source>
        <translation>Die Kerzen, die im Chart zu sehen sind</translation>
    </message>
    <message>
        <source>Candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Select rows first; Ctrl+A selects all.</source>
        <translation>Wählen Sie zuerst Zeilen; Strg+A wählt alle.</translation>
    </message>
    <message>
        <source>{count} rows are too many for the clipboard, nothing was copied. Select {most} at most, or write all with: ohlc-desktop export</source>
        <translation>{count} Zeilen sind zu viele für die Zwischenablage, nichts wurde kopiert. Wählen Sie höchstens {most}, oder schreiben Sie alle mit: ohlc-desktop export</translation>
    </message>
    <message>
        <source>Rows on the clipboard: {count}</source>
        <translation>Zeilen in der Zwischenablage: {count}</translation>
    </message>
    <message>
        <source>Candles of {series}</source>
        <translation>Kerzen von {series}</translation>
    </message>
    <message>
        <source>{series}, {count} candles, times: {zone}</source>
        <translation>{series}, {count} Kerzen, Zeiten: {zone}</translation>
    </message>
    <message>
        <source>{told}, regular hours only</source>
        <translation>{told}, nur Haupthandelszeit</translation>
    </message>
    <message>
        <source>No candle was corrected, and none is provisional, disputed or suspect.</source>
        <translation>Keine Kerze wurde korrigiert, und keine ist vorläufig, strittig oder zweifelhaft.</translation>
    </message>
    <message>
        <source>Nothing needs attention</source>
        <translation>Nichts Auffälliges</translation>
    </message>
    <message>
        <source>The candles are being read …</source>
        <translation>Die Kerzen werden gelesen …</translation>
    </message>
    <message>
        <source>There are no candles.</source>
        <translation>Es gibt keine Kerzen.</translation>
    </message>
</context>
<context>
    <name>CandleTableModel</name>
    <message>
        <source>Time</source>
        <extracomment>The roles that mean something here; views ask for many others, of each cell.</extracomment>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Trade date</source>
        <translation>Handelstag</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Eröffnung</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schluss</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Change, %</source>
        <translation>Änderung, %</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
</context>
<context>
    <name>CandleValues</name>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Off by</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>made of {sources}</source>
        <translation>gebildet aus {sources}</translation>
    </message>
    <message>
        <source>{source} stands</source>
        <translation>{source} gilt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Take &amp;back</source>
        <translation>&amp;Zurücknehmen</translation>
    </message>
    <message>
        <source>The strongest source stands again</source>
        <translation>Die stärkste Quelle gilt wieder</translation>
    </message>
    <message>
        <source>Take session back</source>
        <translation>Ganze Sitzung</translation>
    </message>
    <message>
        <source>In the whole session the strongest source stands again</source>
        <translation>In der ganzen Sitzung gilt wieder die stärkste Quelle</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>{source} stands for this candle, whatever others say</source>
        <translation>{source} gilt für diese Kerze, was immer andere sagen</translation>
    </message>
    <message>
        <source>Use for session</source>
        <translation>Ganze Sitzung</translation>
    </message>
    <message>
        <source>{source} stands for the whole session, whatever others say</source>
        <translation>{source} gilt für die ganze Sitzung, was immer andere sagen</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>{count} more</source>
        <extracomment>What has a line: a study, another instrument by its symbol, the volume profiles.</extracomment>
        <translation>{count} weitere</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>regular hours</source>
        <translation>RTH</translation>
    </message>
    <message>
        <source>Heikin-Ashi, prices as traded</source>
        <translation>Heikin-Ashi, Kurse wie gehandelt</translation>
    </message>
    <message>
        <source>derived from {timeframe}</source>
        <translation>abgeleitet aus {timeframe}</translation>
    </message>
    <message>
        <source>derived from a finer timeframe</source>
        <translation>abgeleitet aus feinerer Zeiteinheit</translation>
    </message>
    <message>
        <source>single: one row of each source</source>
        <translation>einfach: je Quelle eine Zeile</translation>
    </message>
    <message>
        <source>single: one row</source>
        <translation>einfach: eine Zeile</translation>
    </message>
    <message>
        <source>provisional: {timeframe} candles are missing in it</source>
        <translation>vorläufig: {timeframe}-Kerzen fehlen darin</translation>
    </message>
    <message>
        <source>volume not known</source>
        <translation>Volumen nicht bekannt</translation>
    </message>
    <message>
        <source>short: the session ended</source>
        <translation>kurz: Ende der Sitzung</translation>
    </message>
    <message>
        <source>revised by the feed</source>
        <translation>vom Feed korrigiert</translation>
    </message>
    <message>
        <source>agreed: two voices</source>
        <translation>bestätigt: zwei Stimmen</translation>
    </message>
    <message>
        <source>chosen: rows differ</source>
        <translation>gewählt: Zeilen widersprechen sich</translation>
    </message>
    <message>
        <source>disputed: rows differ</source>
        <translation>strittig: Zeilen widersprechen sich</translation>
    </message>
    <message>
        <source>suspect: not credible</source>
        <translation>zweifelhaft: nicht glaubhaft</translation>
    </message>
    <message>
        <source>follows {contract}, proven</source>
        <translation>folgt {contract}, bewiesen</translation>
    </message>
    <message>
        <source>follows {contract} by name, not proven</source>
        <translation>folgt {contract} dem Namen nach, nicht bewiesen</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>ausgeblendet</translation>
    </message>
    <message>
        <source>in sight</source>
        <translation>sichtbarer Bereich</translation>
    </message>
    <message>
        <source>trade dates</source>
        <translation>Handelstage</translation>
    </message>
    <message>
        <source>Volume profile</source>
        <translation>Volumenprofil</translation>
    </message>
    <message>
        <source>own scale</source>
        <translation>eigene Skala</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>1 pane has no room</source>
        <translation>1 Bereich hat keinen Platz</translation>
    </message>
    <message>
        <source>{count} panes have no room</source>
        <translation>{count} Bereiche haben keinen Platz</translation>
    </message>
    <message>
        <source>Volume profile: no candles for it are stored</source>
        <extracomment>Logical pixels of a row from which on there is a gap to the next one. The lines of a profile, as everybody names them: point of control, high and low of the value area.</extracomment>
        <translation>Volumenprofil: dafür sind keine Kerzen gespeichert</translation>
    </message>
    <message>
        <source>Volume profile: the volume is not known</source>
        <translation>Volumenprofil: das Volumen ist nicht bekannt</translation>
    </message>
    <message>
        <source>Volume profile from candles of {parts}</source>
        <translation>Volumenprofil aus Kerzen von {parts}</translation>
    </message>
    <message>
        <source>Volume profile from {timeframe} candles</source>
        <translation>Volumenprofil aus {timeframe}-Kerzen</translation>
    </message>
    <message>
        <source>{profile}; volume of {count} not known</source>
        <translation>{profile}; Volumen von {count} nicht bekannt</translation>
    </message>
</context>
<context>
    <name>ChartActions</name>
    <message>
        <source>{name} starts anew each session: it appears in timeframes below 1d.</source>
        <extracomment>Tells the user what was done, or why not.</extracomment>
        <translation>{name} beginnt mit jeder Sitzung neu und erscheint daher nur in Zeiteinheiten unter 1d.</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The visible candles are on the clipboard.</source>
        <translation>Die sichtbaren Kerzen sind in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>{path} is a file of the app&apos;s own: nothing was written. Choose another name.</source>
        <translation>{path} gehört dem Programm selbst: es wurde nichts geschrieben. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Gespeichert: {path}</translation>
    </message>
</context>
<context>
    <name>ChartCell</name>
    <message>
        <source>REPLAY · {symbol}</source>
        <extracomment>A database that was in use is looked at again after so many milliseconds.</extracomment>
        <translation>REPLAY · {symbol}</translation>
    </message>
    <message>
        <source>DEMO · {symbol}</source>
        <translation>DEMO · {symbol}</translation>
    </message>
</context>
<context>
    <name>ChartKeys</name>
    <message>
        <source>Another chart</source>
        <translation>Ein anderer Chart</translation>
    </message>
    <message>
        <source>type a symbol or a timeframe</source>
        <translation>ein Symbol oder eine Zeiteinheit eintippen</translation>
    </message>
    <message>
        <source>the instrument before or after it on the watchlist</source>
        <translation>das Instrument davor oder danach auf der Watchlist</translation>
    </message>
    <message>
        <source>a coarser or finer timeframe</source>
        <translation>eine gröbere oder feinere Zeiteinheit</translation>
    </message>
    <message>
        <source>the series before, and back</source>
        <translation>die vorige Reihe, und zurück</translation>
    </message>
    <message>
        <source>another window, close this one</source>
        <translation>ein weiteres Fenster, dieses schließen</translation>
    </message>
    <message>
        <source>the next chart of the window, all the room for one</source>
        <translation>der nächste Chart des Fensters, aller Platz für einen</translation>
    </message>
    <message>
        <source>full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Moving about</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>one candle back or on</source>
        <translation>eine Kerze zurück oder vor</translation>
    </message>
    <message>
        <source>a page back or on</source>
        <translation>eine Seite zurück oder vor</translation>
    </message>
    <message>
        <source>the oldest or the newest candles</source>
        <translation>die ältesten oder die neuesten Kerzen</translation>
    </message>
    <message>
        <source>wider or narrower candles</source>
        <translation>breitere oder schmalere Kerzen</translation>
    </message>
    <message>
        <source>all candles, or as at first</source>
        <translation>alle Kerzen, oder wie am Anfang</translation>
    </message>
    <message>
        <source>the crosshair to the next candle</source>
        <translation>das Fadenkreuz zur nächsten Kerze</translation>
    </message>
    <message>
        <source>go to a date</source>
        <translation>zu einem Datum gehen</translation>
    </message>
    <message>
        <source>the chart as at first</source>
        <translation>der Chart wie am Anfang</translation>
    </message>
    <message>
        <source>prices upside down, logarithmic, in percent; and back</source>
        <translation>Kurse umgekehrt, logarithmisch, in Prozent; und zurück</translation>
    </message>
    <message>
        <source>in a replay: step back, step on, play</source>
        <translation>im Replay: Schritt zurück, Schritt vor, abspielen</translation>
    </message>
    <message>
        <source>What is there</source>
        <translation>Was da ist</translation>
    </message>
    <message>
        <source>what the feed said of the candle at the crosshair</source>
        <translation>was die Quelle zur Kerze am Fadenkreuz sagte</translation>
    </message>
    <message>
        <source>what can be done there</source>
        <translation>was dort getan werden kann</translation>
    </message>
    <message>
        <source>the data window, the table of candles</source>
        <translation>Datenfenster, Tabelle der Kerzen</translation>
    </message>
    <message>
        <source>look for new candles, import now</source>
        <translation>nach neuen Kerzen sehen, jetzt importieren</translation>
    </message>
    <message>
        <source>copy the picture, or the selected drawing</source>
        <translation>das Bild kopieren oder die gewählte Zeichnung</translation>
    </message>
    <message>
        <source>hide all drawings, list all objects</source>
        <translation>alle Zeichnungen ausblenden, alle Objekte auflisten</translation>
    </message>
    <message>
        <source>how the chart is drawn</source>
        <translation>wie der Chart gezeichnet wird</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>Zeichnungen</translation>
    </message>
    <message>
        <source>trend line, horizontal line, ray, vertical line</source>
        <translation>Trendlinie, horizontale Linie, horizontaler Strahl, vertikale Linie</translation>
    </message>
    <message>
        <source>parallel channel, Fibonacci, rectangle</source>
        <translation>Parallelkanal, Fibonacci, Rechteck</translation>
    </message>
    <message>
        <source>long, short, measure, text</source>
        <translation>Long, Short, Messen, Text</translation>
    </message>
    <message>
        <source>select the next drawing, or the one before</source>
        <translation>die nächste Zeichnung wählen oder die davor</translation>
    </message>
    <message>
        <source>move the selected drawing by a candle or a tick; with Shift by ten</source>
        <translation>die gewählte Zeichnung um eine Kerze oder einen Tick bewegen; mit Umschalt um zehn</translation>
    </message>
    <message>
        <source>properties of the selected drawing, delete it</source>
        <translation>Eigenschaften der gewählten Zeichnung, sie löschen</translation>
    </message>
    <message>
        <source>copy, cut, paste; Ctrl and drag makes a copy</source>
        <translation>kopieren, ausschneiden, einfügen; Strg und Ziehen macht eine Kopie</translation>
    </message>
    <message>
        <source>undo, redo</source>
        <translation>rückgängig, wiederholen</translation>
    </message>
    <message>
        <source>end what was begun</source>
        <translation>beenden, was begonnen wurde</translation>
    </message>
</context>
<context>
    <name>ChartLauncher</name>
    <message>
        <source>The charts could not be loaded.</source>
        <extracomment>What is loaded, one after the other: whoever closes the program meanwhile waits for one of them at most.</extracomment>
        <translation>Die Charts konnten nicht geladen werden.</translation>
    </message>
    <message>
        <source>Stored candles are whole, and imports go on.</source>
        <translation>Gespeicherte Kerzen sind unversehrt, und Importe laufen weiter.</translation>
    </message>
    <message>
        <source>Install OHLC Desktop again, then open the chart again.</source>
        <translation>Installieren Sie OHLC Desktop erneut und öffnen Sie dann den Chart noch einmal.</translation>
    </message>
</context>
<context>
    <name>ChartMenus</name>
    <message>
        <source>&amp;Auto</source>
        <translation>&amp;Automatisch</translation>
    </message>
    <message>
        <source>&amp;Scale prices only</source>
        <translation>Nur &amp;Kurse einpassen</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>&amp;Umkehren</translation>
    </message>
    <message>
        <source>Loc&amp;k price to candle ratio</source>
        <translation>&amp;Verhältnis von Kurs zu Kerze sperren</translation>
    </message>
    <message>
        <source>Last p&amp;rice</source>
        <translation>Letzter Ku&amp;rs</translation>
    </message>
    <message>
        <source>&amp;Highest and lowest in sight</source>
        <translation>&amp;Höchst- und Tiefstkurs im Bild</translation>
    </message>
    <message>
        <source>R&amp;eset the chart</source>
        <translation>Char&amp;t zurücksetzen</translation>
    </message>
    <message>
        <source>Real &amp;time axis (nights and weekends at their length)</source>
        <translation>Echte &amp;Zeitachse (Nächte und Wochenenden in voller Länge)</translation>
    </message>
    <message>
        <source>&amp;Regular trading hours only</source>
        <translation>Nur &amp;reguläre Handelszeiten</translation>
    </message>
    <message>
        <source>&amp;Go to a date…</source>
        <translation>Zu einem &amp;Datum gehen…</translation>
    </message>
    <message>
        <source>Li&amp;near</source>
        <translation>Li&amp;near</translation>
    </message>
    <message>
        <source>&amp;Logarithmic</source>
        <translation>&amp;Logarithmisch</translation>
    </message>
    <message>
        <source>&amp;Percent</source>
        <translation>Pro&amp;zent</translation>
    </message>
    <message>
        <source>&amp;Anchor VWAP here</source>
        <translation>VWAP hier &amp;verankern</translation>
    </message>
    <message>
        <source>Replay &amp;from here</source>
        <translation>&amp;Replay ab hier</translation>
    </message>
    <message>
        <source>Compare &amp;sources…</source>
        <translation>&amp;Quellen vergleichen …</translation>
    </message>
    <message>
        <source>Copy &amp;price {price}</source>
        <translation>Kur&amp;s {price} kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;time {time}</source>
        <translation>&amp;Zeit {time} kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy candle (O H L C V)</source>
        <translation>&amp;Kerze kopieren (O H L C V)</translation>
    </message>
    <message>
        <source>&amp;Horizontal line here</source>
        <translation>&amp;Horizontale Linie hier</translation>
    </message>
    <message>
        <source>&amp;Vertical line here</source>
        <translation>Vert&amp;ikale Linie hier</translation>
    </message>
    <message>
        <source>&amp;Why this candle was revised</source>
        <translation>&amp;Warum diese Kerze korrigiert wurde</translation>
    </message>
    <message>
        <source>&amp;Why this candle is short</source>
        <translation>&amp;Warum diese Kerze kurz ist</translation>
    </message>
    <message>
        <source>&amp;Why this candle is derived</source>
        <translation>&amp;Warum diese Kerze abgeleitet ist</translation>
    </message>
    <message>
        <source>&amp;What {feed} said of this candle</source>
        <translation>&amp;Was {feed} über diese Kerze sagte</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>Ein&amp;blenden</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>Aus&amp;blenden</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>E&amp;ntfernen</translation>
    </message>
    <message>
        <source>Of what is in &amp;sight</source>
        <translation>Des &amp;sichtbaren Bereichs</translation>
    </message>
    <message>
        <source>Of each trade &amp;date</source>
        <translation>Jedes &amp;Handelstags</translation>
    </message>
    <message>
        <source>&amp;Remove {symbol}</source>
        <translation>{symbol} e&amp;ntfernen</translation>
    </message>
    <message>
        <source>As {feed} gives it ({symbol})</source>
        <translation>Wie {feed} sie liefert ({symbol})</translation>
    </message>
    <message>
        <source>Table of roll&amp;s…</source>
        <translation>Tabelle der Roll&amp;s…</translation>
    </message>
    <message>
        <source>Contracts, rolled by &amp;volume</source>
        <translation>Kontrakte, gerollt nach &amp;Volumen</translation>
    </message>
    <message>
        <source>Contracts, up to the &amp;last trading day</source>
        <translation>Kontrakte, bis zum &amp;letzten Handelstag</translation>
    </message>
    <message>
        <source>Contracts, up to the first &amp;notice day</source>
        <translation>Kontrakte, bis zur ersten Liefera&amp;nzeige</translation>
    </message>
    <message>
        <source>Contracts, as {feed} &amp;rolls</source>
        <translation>Kontrakte, wie {feed} &amp;rollt</translation>
    </message>
    <message>
        <source>Prices as &amp;traded</source>
        <translation>Preise wie &amp;gehandelt</translation>
    </message>
    <message>
        <source>Older prices moved by the &amp;difference</source>
        <translation>Ältere Preise um die &amp;Differenz verschoben</translation>
    </message>
    <message>
        <source>Older prices multiplied by the rati&amp;o</source>
        <translation>Ältere Preise mit dem Verhältnis m&amp;ultipliziert</translation>
    </message>
</context>
<context>
    <name>ChartReplay</name>
    <message>
        <source>Click the candle from which to replay, or point at it and press Enter. Esc: not now.</source>
        <translation>Klicken Sie die Kerze an, ab der wiederholt werden soll, oder zeigen Sie darauf und drücken Sie Enter. Esc: jetzt nicht.</translation>
    </message>
</context>
<context>
    <name>ChartSettings</name>
    <message>
        <source>Candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Hintergrund und Gitter</translation>
    </message>
    <message>
        <source>Scales and margins</source>
        <translation>Skalen und Ränder</translation>
    </message>
    <message>
        <source>Sessions and time zone</source>
        <translation>Sitzungen und Zeitzone</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>&amp;Style</source>
        <translation>Dar&amp;stellung</translation>
    </message>
    <message>
        <source>&amp;Rises when it closes</source>
        <translation>S&amp;teigt bei Schluss</translation>
    </message>
    <message>
        <source>at or above its open</source>
        <translation>ab der Eröffnung</translation>
    </message>
    <message>
        <source>at or above the close before</source>
        <translation>ab dem Schluss davor</translation>
    </message>
    <message>
        <source>Rising</source>
        <translation>Steigend</translation>
    </message>
    <message>
        <source>Falling</source>
        <translation>Fallend</translation>
    </message>
    <message>
        <source>&amp;Body</source>
        <translation>&amp;Körper</translation>
    </message>
    <message>
        <source>B&amp;order</source>
        <translation>&amp;Rand</translation>
    </message>
    <message>
        <source>&amp;Wick</source>
        <translation>Do&amp;cht</translation>
    </message>
    <message>
        <source>{part}, rising</source>
        <translation>{part}, steigend</translation>
    </message>
    <message>
        <source>{part}, falling</source>
        <translation>{part}, fallend</translation>
    </message>
    <message>
        <source>Line and area</source>
        <translation>Linie und Fläche</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Colour of the grid</source>
        <translation>Farbe des Gitters</translation>
    </message>
    <message>
        <source>Grid: &amp;horizontal lines</source>
        <translation>Gitter: &amp;waagrechte Linien</translation>
    </message>
    <message>
        <source>Grid: &amp;vertical lines</source>
        <translation>Gitter: &amp;senkrechte Linien</translation>
    </message>
    <message>
        <source>Text si&amp;ze</source>
        <translation>Schrift&amp;größe</translation>
    </message>
    <message>
        <source>Fit them to prices &amp;only, not to indicators</source>
        <translation>Nur an Kurse a&amp;npassen, nicht an Indikatoren</translation>
    </message>
    <message>
        <source>&amp;Lock the ratio of prices to candles</source>
        <translation>Ver&amp;hältnis von Kursen zu Kerzen festhalten</translation>
    </message>
    <message>
        <source>&amp;Invert prices: they grow downwards</source>
        <translation>Kurse umkehren: S&amp;ie wachsen nach unten</translation>
    </message>
    <message>
        <source>Margin at the ri&amp;ght</source>
        <translation>Rand re&amp;chts</translation>
    </message>
    <message>
        <source>Decimals: {count}, as {example}</source>
        <translation>Dezimalen: {count}, wie {example}</translation>
    </message>
    <message>
        <source>Real time a&amp;xis (nights and weekends at their length)</source>
        <translation>Echte Zeitachse (&amp;Nächte und Wochenenden in voller Länge)</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>&amp;Price scale</source>
        <translation>&amp;Kursskala</translation>
    </message>
    <message>
        <source>&amp;Fit prices to what is in sight</source>
        <translation>Kurse an das Bild &amp;anpassen</translation>
    </message>
    <message>
        <source>P&amp;recision</source>
        <translation>&amp;Genauigkeit</translation>
    </message>
    <message>
        <source>% of the height</source>
        <translation>% der Höhe</translation>
    </message>
    <message>
        <source>candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>Margin &amp;above</source>
        <translation>Rand &amp;oben</translation>
    </message>
    <message>
        <source>Margin &amp;below</source>
        <translation>Rand &amp;unten</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Fractions of {part}</source>
        <translation>Brüche von {part}</translation>
    </message>
    <message>
        <source>As the instrument</source>
        <translation>Wie das Instrument</translation>
    </message>
    <message>
        <source>Time &amp;zone</source>
        <translation>&amp;Zeitzone</translation>
    </message>
    <message>
        <source>&amp;Regular trading hours only</source>
        <translation>Nur &amp;reguläre Handelszeit (RTH)</translation>
    </message>
    <message>
        <source>&amp;Shade outside regular hours</source>
        <translation>&amp;Schattierung außerhalb RTH</translation>
    </message>
    <message>
        <source>Colour of the shade</source>
        <translation>Farbe der Schattierung</translation>
    </message>
    <message>
        <source>&amp;Volume</source>
        <translation>V&amp;olumen</translation>
    </message>
    <message>
        <source>&amp;Last price</source>
        <translation>&amp;Letzter Kurs</translation>
    </message>
    <message>
        <source>&amp;Highest and lowest in sight</source>
        <translation>&amp;Höchst- und Tiefstkurs im Bild</translation>
    </message>
    <message>
        <source>Prior day&apos;s high, low and &amp;close</source>
        <translation>Hoch, Tief, Schluss des Vorta&amp;gs</translation>
    </message>
    <message>
        <source>Contract &amp;rolls</source>
        <translation>&amp;Rolltermine</translation>
    </message>
    <message>
        <source>&amp;Missing candles</source>
        <translation>&amp;Fehlende Kerzen</translation>
    </message>
</context>
<context>
    <name>ChartSettingsDialog</name>
    <message>
        <source>Chart settings – {chart}</source>
        <translation>Chart-Einstellungen – {chart}</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>&amp;Templates</source>
        <translation>&amp;Vorlagen</translation>
    </message>
    <message>
        <source>Use as &amp;default</source>
        <translation>Als Standar&amp;d</translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation>Zurücks&amp;etzen</translation>
    </message>
    <message>
        <source>Without body, border and wick no candle is seen. Switch one of them on.</source>
        <translation>Ohne Körper, Rand und Docht ist keine Kerze zu sehen. Schalten Sie eines davon ein.</translation>
    </message>
    <message>
        <source>Some candles can hardly be told from the background. Choose colours further apart.</source>
        <translation>Manche Kerzen heben sich kaum vom Hintergrund ab. Wählen Sie Farben, die sich mehr unterscheiden.</translation>
    </message>
</context>
<context>
    <name>ChartSnapshots</name>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>Choose another folder, or free some space.</source>
        <translation>Wählen Sie einen anderen Ordner oder schaffen Sie Platz.</translation>
    </message>
</context>
<context>
    <name>ChartStatus</name>
    <message>
        <source>{problem} An import is running: what it brings appears by itself.</source>
        <translation>{problem} Ein Import läuft: Was er bringt, erscheint von selbst.</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>{problem} {symbol} is not on the watchlist.</source>
        <translation>{problem} {symbol} steht nicht auf der Watchlist.</translation>
    </message>
    <message>
        <source>Import this series</source>
        <translation>Diese Reihe importieren</translation>
    </message>
    <message>
        <source>Import now</source>
        <translation>Jetzt importieren</translation>
    </message>
    <message>
        <source>Show {symbol}</source>
        <translation>{symbol} zeigen</translation>
    </message>
    <message>
        <source>No candles yet</source>
        <translation>Noch keine Kerzen</translation>
    </message>
    <message>
        <source>{problem} An import is running: candles appear here by themselves.</source>
        <translation>{problem} Ein Import läuft: Die Kerzen erscheinen hier von selbst.</translation>
    </message>
    <message>
        <source>{problem} It is not on the watchlist, so no import asks for it.</source>
        <translation>{problem} Es steht nicht auf der Watchlist, daher fragt kein Import danach.</translation>
    </message>
    <message>
        <source>Add to watchlist and import</source>
        <translation>In die Watchlist und importieren</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The database is in use by another program</source>
        <translation>Ein anderes Programm benutzt die Datenbank</translation>
    </message>
    <message>
        <source>Nothing is lost: the chart appears as soon as the file can be read.</source>
        <translation>Es geht nichts verloren: Der Chart erscheint, sobald die Datei gelesen werden kann.</translation>
    </message>
    <message>
        <source>An import is running: candles appear here by themselves.</source>
        <translation>Ein Import läuft: Die Kerzen erscheinen hier von selbst.</translation>
    </message>
    <message>
        <source>Nothing has been imported yet</source>
        <translation>Es wurde noch nichts importiert</translation>
    </message>
    <message>
        <source>{symbol} has a chart as soon as the first import has brought candles.</source>
        <translation>{symbol} hat einen Chart, sobald der erste Import Kerzen gebracht hat.</translation>
    </message>
</context>
<context>
    <name>ChartTimes</name>
    <message>
        <source>{weekday} {day}</source>
        <translation>{weekday} {day}.</translation>
    </message>
    <message>
        <source>{month} {day}</source>
        <translation>{day}. {month}</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>Q{quarter} {year}</source>
        <translation>Q{quarter} {year}</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Chart</source>
        <extracomment>The line of a roll is as thin as a pixel: so many beside it count, logical ones.</extracomment>
        <translation>Chart</translation>
    </message>
</context>
<context>
    <name>ChartWindow</name>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>{symbol} {timeframe} – OHLC Desktop</source>
        <translation>{symbol} {timeframe} – OHLC Desktop</translation>
    </message>
    <message>
        <source>{title} (DEMO)</source>
        <translation>{title} (DEMO)</translation>
    </message>
</context>
<context>
    <name>ChartWords</name>
    <message>
        <source>Candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>Hollow candles</source>
        <translation>Hohle Kerzen</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Heikin-Ashi</source>
        <translation>Heikin-Ashi</translation>
    </message>
    <message>
        <source>Pacific</source>
        <translation>Pazifik</translation>
    </message>
    <message>
        <source>Chicago</source>
        <translation>Chicago</translation>
    </message>
    <message>
        <source>New York</source>
        <translation>New York</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Lokal</translation>
    </message>
    <message>
        <source>&amp;Pacific (Los Angeles)</source>
        <translation>&amp;Pazifik (Los Angeles)</translation>
    </message>
    <message>
        <source>&amp;Chicago (the exchange)</source>
        <translation>&amp;Chicago (die Börse)</translation>
    </message>
    <message>
        <source>&amp;New York</source>
        <translation>&amp;New York</translation>
    </message>
    <message>
        <source>&amp;UTC</source>
        <translation>&amp;UTC</translation>
    </message>
    <message>
        <source>&amp;Local (this computer)</source>
        <translation>&amp;Lokal (dieser Computer)</translation>
    </message>
    <message>
        <source>&amp;One chart</source>
        <translation>&amp;Ein Chart</translation>
    </message>
    <message>
        <source>&amp;Two side by side</source>
        <translation>&amp;Zwei nebeneinander</translation>
    </message>
    <message>
        <source>Two &amp;stacked</source>
        <translation>Zwei ü&amp;bereinander</translation>
    </message>
    <message>
        <source>&amp;Four</source>
        <translation>&amp;Vier</translation>
    </message>
    <message>
        <source>One &amp;big and two</source>
        <translation>Ein &amp;großer und zwei</translation>
    </message>
    <message>
        <source>&amp;Not linked</source>
        <translation>&amp;Nicht verknüpft</translation>
    </message>
    <message>
        <source>&amp;Blue</source>
        <translation>&amp;Blau</translation>
    </message>
    <message>
        <source>&amp;Orange</source>
        <translation>&amp;Orange</translation>
    </message>
    <message>
        <source>&amp;Green</source>
        <translation>&amp;Grün</translation>
    </message>
    <message>
        <source>&amp;Violet</source>
        <translation>&amp;Violett</translation>
    </message>
    <message>
        <source>Extended line</source>
        <translation>Verlängerte Linie</translation>
    </message>
    <message>
        <source>Horizontal line</source>
        <translation>Horizontale Linie</translation>
    </message>
    <message>
        <source>Trend line</source>
        <translation>Trendlinie</translation>
    </message>
    <message>
        <source>Ray</source>
        <translation>Strahl</translation>
    </message>
    <message>
        <source>Horizontal ray</source>
        <translation>Horizontaler Strahl</translation>
    </message>
    <message>
        <source>Vertical line</source>
        <translation>Vertikale Linie</translation>
    </message>
    <message>
        <source>Parallel channel</source>
        <translation>Parallelkanal</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Fibonacci retracement</source>
        <translation>Fibonacci-Retracement</translation>
    </message>
    <message>
        <source>Long position</source>
        <translation>Long-Position</translation>
    </message>
    <message>
        <source>Short position</source>
        <translation>Short-Position</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Price range</source>
        <translation>Kursspanne</translation>
    </message>
    <message>
        <source>Date range</source>
        <translation>Zeitspanne</translation>
    </message>
    <message>
        <source>Volume profile</source>
        <translation>Volumenprofil</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>{name} (the same as {other})</source>
        <translation>{name} (dasselbe wie {other})</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Drawings are not stored yet: another program uses the database. They are as soon as it is free.</source>
        <extracomment>What changes in a window is remembered so long afterwards, also while it goes on changing, as in a replay.</extracomment>
        <translation>Zeichnungen sind noch nicht gespeichert: Ein anderes Programm benutzt die Datenbank. Es geschieht, sobald sie frei ist.</translation>
    </message>
</context>
<context>
    <name>ColourWell</name>
    <message>
        <source>{name}: {colour}</source>
        <translation>{name}: {colour}</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Weiß</translation>
    </message>
    <message>
        <source>&amp;Other…</source>
        <translation>&amp;Andere…</translation>
    </message>
</context>
<context>
    <name>ColumnsForm</name>
    <message>
        <source>Date and time</source>
        <translation>Datum und Uhrzeit</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Eröffnung</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schluss</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>passed over</source>
        <translation>übergangen</translation>
    </message>
    <message>
        <source>&amp;Read it with these columns</source>
        <translation>Mit diesen Spalten &amp;lesen</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>Erste Zeilen</translation>
    </message>
    <message>
        <source>Column {number}</source>
        <translation>Spalte {number}</translation>
    </message>
    <message>
        <source>Still to be named: {columns}</source>
        <translation>Noch zu benennen: {columns}</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Sources of {symbol}</source>
        <translation>Quellen von {symbol}</translation>
    </message>
    <message>
        <source>Reading what the sources say …</source>
        <translation>Es wird gelesen, was die Quellen sagen …</translation>
    </message>
    <message>
        <source>Nothing of this instrument is stored any more.</source>
        <translation>Von diesem Instrument ist nichts mehr gespeichert.</translation>
    </message>
    <message>
        <source>1 candle changed.</source>
        <translation>1 Kerze geändert.</translation>
    </message>
    <message>
        <source>{count} candles changed.</source>
        <translation>{count} Kerzen geändert.</translation>
    </message>
    <message>
        <source>Candles of which sources differ</source>
        <translation>Kerzen, bei denen sich Quellen unterscheiden</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Undo the last change made here (Ctrl+Z)</source>
        <translation>Die letzte Änderung hier rückgängig machen (Strg+Z)</translation>
    </message>
    <message>
        <source>Only one source has these candles.</source>
        <translation>Nur eine Quelle hat diese Kerzen.</translation>
    </message>
    <message>
        <source>What several sources say of these candles.</source>
        <translation>Was mehrere Quellen von diesen Kerzen sagen.</translation>
    </message>
    <message>
        <source>Storing it, with all that is made of these candles …</source>
        <translation>Es wird gespeichert, mit allem, was aus diesen Kerzen gebildet ist …</translation>
    </message>
</context>
<context>
    <name>ComparedRows</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>Gilt</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
</context>
<context>
    <name>ConnectionRow</name>
    <message>
        <source>&amp;Test connection</source>
        <translation>Verbindung &amp;testen</translation>
    </message>
    <message>
        <source>Not tested: {reason}.</source>
        <translation>Nicht getestet: {reason}.</translation>
    </message>
    <message>
        <source>Write an address first.</source>
        <translation>Schreiben Sie erst eine Adresse.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindet…</translation>
    </message>
</context>
<context>
    <name>ContextMenus</name>
    <message>
        <source>Pa&amp;nes</source>
        <translation>&amp;Bereiche</translation>
    </message>
    <message>
        <source>Chart s&amp;ettings…</source>
        <translation>Chart-&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Table &amp;of candles…</source>
        <translation>&amp;Tabelle der Kerzen…</translation>
    </message>
    <message>
        <source>Cont&amp;inuous series</source>
        <translation>&amp;Fortlaufende Reihe</translation>
    </message>
</context>
<context>
    <name>Contracts</name>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>Kontrakt</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Näheres</translation>
    </message>
    <message>
        <source>Nothing ends, rolls or closes early today.</source>
        <translation>Heute endet und rollt nichts, und nichts schließt früher.</translation>
    </message>
    <message>
        <source>Today, {day}</source>
        <translation>Heute, {day}</translation>
    </message>
    <message>
        <source>Tomorrow, {day}</source>
        <translation>Morgen, {day}</translation>
    </message>
    <message>
        <source>Volume left on {day}: {difference}, {proof}</source>
        <translation>Volumen wechselte am {day}: {difference}, {proof}</translation>
    </message>
    <message>
        <source>By the rule; difference not known yet</source>
        <translation>Nach der Regel; Differenz noch nicht bekannt</translation>
    </message>
    <message>
        <source>These futures have no session on this trade date.</source>
        <translation>Diese Futures haben an diesem Handelstag keine Sitzung.</translation>
    </message>
    <message>
        <source>The session of these futures ends earlier than usual.</source>
        <translation>Die Sitzung dieser Futures endet früher als sonst.</translation>
    </message>
    <message>
        <source>From this day on, whoever holds {contract} may be called for delivery.</source>
        <translation>Wer {contract} hält, kann ab diesem Tag zur Lieferung herangezogen werden.</translation>
    </message>
    <message>
        <source>After this day {contract} is traded no more.</source>
        <translation>Nach diesem Tag wird {contract} nicht mehr gehandelt.</translation>
    </message>
    <message>
        <source>{contract} is to be left for {following} by the end of this day. The difference is known when both contracts have a close of it.</source>
        <translation>Bis zum Ende dieses Tages ist von {contract} auf {following} zu wechseln. Die Differenz ist bekannt, sobald beide Kontrakte einen Schlusskurs dieses Tages haben.</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Old</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Beweis</translation>
    </message>
    <message>
        <source>Old close</source>
        <translation>Schluss alt</translation>
    </message>
    <message>
        <source>New close</source>
        <translation>Schluss neu</translation>
    </message>
    <message>
        <source>Old volume</source>
        <translation>Volumen alt</translation>
    </message>
    <message>
        <source>New volume</source>
        <translation>Volumen neu</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>{rule}, 1d and longer</source>
        <translation>{rule}, ab 1d</translation>
    </message>
    <message>
        <source>{rule}, below 1d</source>
        <translation>{rule}, unter 1d</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Early close</source>
        <translation>Schließt früher</translation>
    </message>
    <message>
        <source>First notice day</source>
        <translation>Erster Andienungstag</translation>
    </message>
    <message>
        <source>Last trading day</source>
        <translation>Letzter Handelstag</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>Rolltermin</translation>
    </message>
    <message>
        <source>proven</source>
        <translation>bewiesen</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>geschätzt</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>expiry</source>
        <translation>Verfall</translation>
    </message>
    <message>
        <source>first notice</source>
        <translation>Andienung</translation>
    </message>
    <message>
        <source>feed</source>
        <translation>Feed</translation>
    </message>
    <message>
        <source>{rule} ({decided})</source>
        <translation>{rule} ({decided})</translation>
    </message>
    <message>
        <source>{old} → {new}</source>
        <translation>{old} → {new}</translation>
    </message>
</context>
<context>
    <name>ContractsPage</name>
    <message>
        <source>Contracts</source>
        <extracomment>How often it is looked whether a day has passed, while the page is visible.</extracomment>
        <translation>Kontrakte</translation>
    </message>
    <message>
        <source>Next {days} days</source>
        <translation>Nächste {days} Tage</translation>
    </message>
    <message>
        <source>Rolls</source>
        <translation>Rolls</translation>
    </message>
    <message>
        <source>Next {days} &amp;days</source>
        <translation>Nächste {days} &amp;Tage</translation>
    </message>
    <message>
        <source>&amp;Rolls</source>
        <translation>&amp;Rolls</translation>
    </message>
    <message>
        <source>Of which future</source>
        <translation>Von welchem Future</translation>
    </message>
    <message>
        <source>All futures</source>
        <translation>Alle Futures</translation>
    </message>
    <message>
        <source>Rolls by which rule</source>
        <translation>Rolls nach welcher Regel</translation>
    </message>
    <message>
        <source>All rules</source>
        <translation>Alle Regeln</translation>
    </message>
    <message>
        <source>Rule: {rule}</source>
        <translation>Regel: {rule}</translation>
    </message>
    <message>
        <source>Co&amp;py</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all that are shown, as text for a spreadsheet (Ctrl+C)</source>
        <translation>Die ausgewählten oder alle gezeigten Zeilen als Text für eine Tabellenkalkulation kopieren (Strg+C)</translation>
    </message>
    <message>
        <source>About the selected row</source>
        <translation>Zur ausgewählten Zeile</translation>
    </message>
    <message>
        <source>Reading the database …</source>
        <translation>Die Datenbank wird gelesen …</translation>
    </message>
    <message>
        <source>No future is on the watchlist. What comes for those on it is listed here.</source>
        <translation>Auf der Watchlist steht kein Future. Was für die Futures darauf ansteht, wird hier aufgeführt.</translation>
    </message>
    <message>
        <source>No roll of this choice is known.</source>
        <translation>Zu dieser Auswahl ist kein Roll bekannt.</translation>
    </message>
    <message>
        <source>No roll is known yet. The ledger is made of contracts that are stored: import two of a future that follow one another, as NQ 12-26 and NQ 03-27.</source>
        <translation>Noch ist kein Roll bekannt. Rolls ergeben sich aus gespeicherten Kontrakten: Importieren Sie zwei eines Futures, die aufeinander folgen, etwa NQ 12-26 und NQ 03-27.</translation>
    </message>
    <message>
        <source>Holidays and early closes are known after the first import.</source>
        <translation>Feiertage und frühe Schlüsse sind nach dem ersten Import bekannt.</translation>
    </message>
    <message>
        <source>Select a row to read about it; click on a contract for its chart.</source>
        <translation>Zeile auswählen, um mehr zu lesen; Kontrakt anklicken für seinen Chart.</translation>
    </message>
</context>
<context>
    <name>ContractsTable</name>
    <message>
        <source>&amp;Copy</source>
        <extracomment>What a model tells of a cell besides what it shows: the contract whose chart it opens (a symbol, or empty), the row that it stands in, what is copied of it, and whether a line parts it from what is above.</extracomment>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Open the chart of {contract}</source>
        <translation>Chart von {contract} öffnen</translation>
    </message>
</context>
<context>
    <name>Coverage</name>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>{thousands}k</source>
        <translation>{thousands}k</translation>
    </message>
    <message>
        <source>{millions}M</source>
        <translation>{millions}M</translation>
    </message>
    <message>
        <source>Not served: {count} expected candles. {reason}</source>
        <translation>Nicht geliefert: {count} erwartete Kerzen. {reason}</translation>
    </message>
    <message>
        <source>Not traded or not served: {count} expected candles. {reason}</source>
        <translation>Nicht gehandelt oder nicht geliefert: {count} erwartete Kerzen. {reason}</translation>
    </message>
    <message>
        <source>{symbol} {timeframe}: {state}, {complete}, {age}</source>
        <translation>{symbol} {timeframe}: {state}, {complete}, {age}</translation>
    </message>
    <message>
        <source>Candles of which sources have different prices: {count}. Its witnesses tell which.</source>
        <translation>Kerzen, bei denen Quellen verschiedene Preise haben: {count}. Ihre Zeugen sagen, welche.</translation>
    </message>
    <message>
        <source>{symbol} {timeframe}: {state}</source>
        <translation>{symbol} {timeframe}: {state}</translation>
    </message>
    <message>
        <source>A request for it is on its way.</source>
        <translation>Eine Anfrage danach ist unterwegs.</translation>
    </message>
    <message>
        <source>Trade dates up to {day}</source>
        <translation>Handelstage bis {day}</translation>
    </message>
    <message>
        <source>Newest candle ended {when}</source>
        <translation>Neueste Kerze endete {when}</translation>
    </message>
    <message>
        <source>{start} – {end}</source>
        <translation>{start} – {end}</translation>
    </message>
    <message>
        <source>Check the name on the page Watchlist; an expired contract is replaced by the next one.</source>
        <translation>Prüfen Sie den Namen auf der Seite „Watchlist“; ein abgelaufener Kontrakt wird durch den nächsten ersetzt.</translation>
    </message>
    <message>
        <source>{feed} does not offer this window. Repair asks for what it does offer.</source>
        <translation>{feed} bietet dieses Zeitfenster nicht an. „Reparieren“ fragt nach dem, was es anbietet.</translation>
    </message>
    <message>
        <source>Set SSL_CERT_FILE to the file with your company&apos;s certificate, start the app again, then choose Repair.</source>
        <translation>Setzen Sie SSL_CERT_FILE auf die Datei mit dem Zertifikat Ihrer Firma, starten Sie die App neu und wählen Sie dann Reparieren.</translation>
    </message>
    <message>
        <source>Correct the proxy&apos;s address, start the app again, then choose Repair.</source>
        <translation>Korrigieren Sie die Adresse des Proxys, starten Sie die App neu und wählen Sie dann Reparieren.</translation>
    </message>
    <message>
        <source>Check the network connection, then choose Repair.</source>
        <translation>Prüfen Sie die Netzwerkverbindung und wählen Sie dann „Reparieren“.</translation>
    </message>
    <message>
        <source>Choose Repair later; a longer request timeout in Settings may help.</source>
        <translation>Reparieren Sie später; ein längeres Zeitlimit (Einstellungen) kann helfen.</translation>
    </message>
    <message>
        <source>Wait an hour before Repair, or lower the pace in Settings.</source>
        <translation>Warten Sie vor dem Reparieren eine Stunde oder senken Sie das Tempo in den Einstellungen.</translation>
    </message>
    <message>
        <source>Wait some hours before Repair; another network, or no VPN, may help.</source>
        <translation>Warten Sie vor dem Reparieren einige Stunden; ein anderes Netz oder kein VPN kann helfen.</translation>
    </message>
    <message>
        <source>Look for a newer version of the plug-in, or take its feed out of Settings.</source>
        <translation>Suchen Sie eine neuere Version des Plug-ins, oder nehmen Sie seinen Feed aus den Einstellungen.</translation>
    </message>
    <message>
        <source>See the indicator Database for what is wrong with the file, then choose Repair.</source>
        <translation>Die Anzeige „Datenbank“ sagt, was mit der Datei nicht stimmt; wählen Sie danach „Reparieren“.</translation>
    </message>
    <message>
        <source>The next import asks again by itself; Repair asks now.</source>
        <translation>Der nächste Import fragt von selbst erneut; „Reparieren“ fragt jetzt.</translation>
    </message>
</context>
<context>
    <name>CoveragePage</name>
    <message>
        <source>Filter instruments</source>
        <translation>Instrumente filtern</translation>
    </message>
    <message>
        <source>Filter instruments by symbol or name</source>
        <extracomment>How often the ages are brought up to date while the page is visible.</extracomment>
        <translation>Instrumente nach Symbol oder Name filtern</translation>
    </message>
    <message>
        <source>Repair everything that is not complete</source>
        <translation>Alles reparieren, was nicht vollständig ist</translation>
    </message>
    <message>
        <source>Reading the database …</source>
        <translation>Die Datenbank wird gelesen …</translation>
    </message>
    <message>
        <source>The watchlist is empty. Add instruments on the page Watchlist.</source>
        <translation>Die Watchlist ist leer. Fügen Sie auf der Seite „Watchlist“ Instrumente hinzu.</translation>
    </message>
    <message>
        <source>Whether your data is complete is not known.
{why}</source>
        <translation>Ob Ihre Daten vollständig sind, ist nicht bekannt.
{why}</translation>
    </message>
    <message>
        <source>Repair &amp;all {count}</source>
        <translation>&amp;Alle {count} reparieren</translation>
    </message>
    <message>
        <source>&amp;Repair {count} series</source>
        <translation>Reihen &amp;reparieren: {count}</translation>
    </message>
    <message>
        <source>Select a series for details, double-click it for its chart</source>
        <translation>Reihe für Details auswählen, für den Chart doppelklicken</translation>
    </message>
    <message>
        <source>No instrument of the watchlist matches.</source>
        <translation>Kein Instrument der Watchlist passt.</translation>
    </message>
    <message>
        <source>Nothing to repair</source>
        <translation>Nichts zu reparieren</translation>
    </message>
    <message>
        <source>An import is running; repair what is still missing when it has ended.</source>
        <translation>Ein Import läuft; reparieren Sie danach, was dann noch fehlt.</translation>
    </message>
    <message>
        <source>The database cannot be read: what is missing in it is not known at the moment.</source>
        <translation>Die Datenbank kann nicht gelesen werden: Was in ihr fehlt, ist im Moment nicht bekannt.</translation>
    </message>
    <message>
        <source>Nothing that the feed could still bring is missing here.</source>
        <translation>Hier fehlt nichts, was der Feed noch bringen könnte.</translation>
    </message>
    <message>
        <source>Asks the feed only for what is missing in {symbols}, as {sources} candles.</source>
        <translation>Fragt den Feed nur nach dem, was in {symbols} fehlt, als {sources}-Kerzen.</translation>
    </message>
</context>
<context>
    <name>CoverageSummary</name>
    <message>
        <source>The database cannot be read</source>
        <translation>Die Datenbank kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>{count} of {all} series are not complete</source>
        <translation>{count} von {all} Reihen unvollständig</translation>
    </message>
    <message>
        <source>All {all} series are complete</source>
        <translation>Alle {all} Reihen sind vollständig</translation>
    </message>
    <message>
        <source>Missing candles: {missing} in {symbols}</source>
        <translation>Fehlende Kerzen: {missing} in {symbols}</translation>
    </message>
    <message>
        <source>Stored candles: {count}</source>
        <translation>Gespeicherte Kerzen: {count}</translation>
    </message>
    <message>
        <source>Disputed or suspect: {count}</source>
        <translation>Strittig oder zweifelhaft: {count}</translation>
    </message>
    <message>
        <source>newest ended just now</source>
        <translation>neueste endete gerade</translation>
    </message>
    <message>
        <source>newest {age} old</source>
        <translation>neueste {age} alt</translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>Data window</source>
        <extracomment>While the chart is panned it is filled so often at most, in milliseconds.</extracomment>
        <translation>Datenfenster</translation>
    </message>
    <message>
        <source>What is known of the candle</source>
        <translation>Was von der Kerze bekannt ist</translation>
    </message>
    <message>
        <source>There are no candles.</source>
        <translation>Es gibt keine Kerzen.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Close the data window</source>
        <translation>Datenfenster schließen</translation>
    </message>
    <message>
        <source>Close (Alt+D)</source>
        <translation>Schließen (Alt+D)</translation>
    </message>
    <message>
        <source>Trade date</source>
        <translation>Handelstag</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Eröffnung</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schluss</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Change, %</source>
        <translation>Änderung, %</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Spanne</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>1 tick</source>
        <translation>1 Tick</translation>
    </message>
    <message>
        <source>{count} ticks</source>
        <translation>{count} Ticks</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>Other sources</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>An answer of the feed leaves this session out; what it gave before stays stored.</source>
        <translation>Eine Antwort der Quelle lässt diese Sitzung aus; was sie vorher gab, bleibt gespeichert.</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
</context>
<context>
    <name>Days</name>
    <message>
        <source>{date}: {word}</source>
        <translation>{date}: {word}</translation>
    </message>
    <message>
        <source>no session</source>
        <translation>ohne Sitzung</translation>
    </message>
    <message>
        <source>{time} skipped. {reason}</source>
        <translation>{time} übersprungen. {reason}</translation>
    </message>
    <message>
        <source>{time} ({trigger}) {result}, {count} written</source>
        <translation>{time} ({trigger}) {result}, {count} geschrieben</translation>
    </message>
    <message>
        <source>No session ends on this date: nothing to import.</source>
        <translation>An diesem Datum endet keine Sitzung: nichts zu importieren.</translation>
    </message>
    <message>
        <source>not imported yet</source>
        <translation>noch nicht importiert</translation>
    </message>
    <message>
        <source>before the first import</source>
        <translation>vor dem ersten Import</translation>
    </message>
    <message>
        <source>no import recorded</source>
        <translation>kein Import verzeichnet</translation>
    </message>
    <message>
        <source>{count} {word}</source>
        <translation>{count} {word}</translation>
    </message>
</context>
<context>
    <name>DeleteQuestion</name>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Co&amp;py</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>What to do: {fix}</source>
        <translation>Abhilfe: {fix}</translation>
    </message>
</context>
<context>
    <name>DrawingActions</name>
    <message>
        <source>Save as template</source>
        <translation>Als Vorlage speichern</translation>
    </message>
</context>
<context>
    <name>DrawingBar</name>
    <message>
        <source>Drawing tools</source>
        <extracomment>Keys of tools, with Alt as a letter alone asks for a symbol. None is the mnemonic of a button that lies on a chart.</extracomment>
        <translation>Zeichenwerkzeuge</translation>
    </message>
    <message>
        <source>More drawing tools</source>
        <translation>Weitere Zeichenwerkzeuge</translation>
    </message>
    <message>
        <source>Pointer</source>
        <translation>Zeiger</translation>
    </message>
    <message>
        <source>Pointer: move and select (Esc)</source>
        <translation>Zeiger: verschieben und auswählen (Esc)</translation>
    </message>
    <message>
        <source>Measure points, ticks, dollars and bars; Shift keeps it</source>
        <translation>Punkte, Ticks, Dollar und Kerzen messen; mit Umschalt bleibt die Messung</translation>
    </message>
    <message>
        <source>Magnet</source>
        <translation>Magnet</translation>
    </message>
    <message>
        <source>Magnet: snap to open, high, low and close (hold Ctrl)</source>
        <translation>Magnet: an Eröffnung, Hoch, Tief und Schluss einrasten (Strg halten)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Rückgängig (Strg+Z)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>Wiederholen (Strg+Umschalt+Z)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the selected drawing (Del); without one, all</source>
        <translation>Ausgewählte Zeichnung löschen (Entf); ohne Auswahl alle</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>Shapes and levels</source>
        <translation>Formen und Stufen</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Lock all drawings</source>
        <translation>Alle Zeichnungen sperren</translation>
    </message>
    <message>
        <source>Hide all drawings</source>
        <translation>Alle Zeichnungen ausblenden</translation>
    </message>
    <message>
        <source>List of all drawings and indicators (Alt+O)</source>
        <translation>Liste aller Zeichnungen und Indikatoren (Alt+O)</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Delete all drawings of {symbol}?</source>
        <translation>Alle Zeichnungen von {symbol} löschen?</translation>
    </message>
    <message>
        <source>Locked ones stay. Ctrl+Z brings them back while the chart shows {symbol}.</source>
        <translation>Gesperrte bleiben. Strg+Z holt die gelöschten zurück, solange der Chart {symbol} zeigt.</translation>
    </message>
    <message>
        <source>Unlock all drawings</source>
        <translation>Alle Zeichnungen entsperren</translation>
    </message>
    <message>
        <source>All drawings are hidden: show them</source>
        <translation>Alle Zeichnungen sind ausgeblendet: wieder zeigen</translation>
    </message>
</context>
<context>
    <name>DrawingRepository</name>
    <message>
        <source>The drawings of {symbol} could not be stored.</source>
        <extracomment>What could not be kept is tried again after so many milliseconds.</extracomment>
        <translation>Die Zeichnungen von {symbol} konnten nicht gespeichert werden.</translation>
    </message>
</context>
<context>
    <name>DrawingTool</name>
    <message>
        <source>&amp;Width</source>
        <translation>&amp;Breite</translation>
    </message>
    <message>
        <source>Line &amp;style</source>
        <translation>L&amp;inienart</translation>
    </message>
    <message>
        <source>&amp;Extend to the right</source>
        <translation>Nach &amp;rechts verlängern</translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation>&amp;Sperren</translation>
    </message>
    <message>
        <source>Bring to &amp;front</source>
        <translation>Nach &amp;vorn holen</translation>
    </message>
    <message>
        <source>&amp;Properties…</source>
        <translation>&amp;Eigenschaften…</translation>
    </message>
    <message>
        <source>&amp;Template</source>
        <translation>V&amp;orlage</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>D&amp;uplizieren</translation>
    </message>
    <message>
        <source>Send to &amp;back</source>
        <translation>Nach &amp;hinten stellen</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>&amp;Ausblenden</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Paste dra&amp;wing</source>
        <translation>Zeichnung ein&amp;fügen</translation>
    </message>
    <message>
        <source>Hide all d&amp;rawings</source>
        <translation>Alle Zeichnungen aus&amp;blenden</translation>
    </message>
    <message>
        <source>&amp;Delete all drawings</source>
        <translation>Alle Zeichnungen &amp;löschen</translation>
    </message>
    <message>
        <source>C&amp;olour</source>
        <translation>&amp;Farbe</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>&amp;Middle line</source>
        <translation>&amp;Mittellinie</translation>
    </message>
    <message>
        <source>Levels be&amp;yond 100 %</source>
        <translation>Stufen über &amp;100 %</translation>
    </message>
    <message>
        <source>As &amp;usual</source>
        <translation>&amp;Wie üblich</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern als…</translation>
    </message>
    <message>
        <source>Use as &amp;default</source>
        <translation>Als &amp;Vorgabe verwenden</translation>
    </message>
    <message>
        <source>&amp;Reset the default</source>
        <translation>Vorgabe &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Solid</source>
        <translation>Durchgezogen</translation>
    </message>
    <message>
        <source>Dashed</source>
        <translation>Gestrichelt</translation>
    </message>
    <message>
        <source>Dotted</source>
        <translation>Gepunktet</translation>
    </message>
    <message>
        <source>As the theme</source>
        <translation>Wie das Design</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Ochre</source>
        <translation>Ocker</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Petrol</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>{pixels} px</source>
        <translation>{pixels} px</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Drop files of candles here</source>
        <translation>Dateien mit Kerzen hier ablegen</translation>
    </message>
    <message>
        <source>You see what is in them before anything is stored. The files stay where they are.</source>
        <translation>Sie sehen, was darin ist, bevor etwas gespeichert wird. Die Dateien bleiben, wo sie sind.</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Import now</source>
        <extracomment>Loading is told of when it takes longer than this, in milliseconds.</extracomment>
        <translation>Jetzt importieren</translation>
    </message>
</context>
<context>
    <name>EndedStrip</name>
    <message>
        <source>Stored candles stay.</source>
        <translation>Gespeicherte Kerzen bleiben.</translation>
    </message>
    <message>
        <source>Take {symbol} off</source>
        <translation>{symbol} entfernen</translation>
    </message>
    <message>
        <source>Take {count} contracts off</source>
        <translation>{count} Kontrakte entfernen</translation>
    </message>
    <message>
        <source>Add {symbol}</source>
        <translation>{symbol} hinzufügen</translation>
    </message>
    <message>
        <source>Add {count} that follow</source>
        <translation>{count} Nachfolger hinzufügen</translation>
    </message>
</context>
<context>
    <name>FactList</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>An unexpected fault was noted on {when}.</source>
        <translation>Am {when} wurde ein unerwarteter Fehler festgestellt.</translation>
    </message>
    <message>
        <source>An import ended unexpectedly on {when}.</source>
        <translation>Am {when} endete ein Import unerwartet.</translation>
    </message>
    <message>
        <source>OHLC Desktop ended unexpectedly on {when}.</source>
        <translation>Am {when} endete OHLC Desktop unerwartet.</translation>
    </message>
</context>
<context>
    <name>FeedsEditor</name>
    <message>
        <source>Move &amp;up</source>
        <extracomment>Rows that are seen at least and at most, and their height. Looks for feeds, and calls back on the same thread.</extracomment>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>{plugin} cannot be used. {why}</source>
        <translation>{plugin} kann nicht verwendet werden. {why}</translation>
    </message>
    <message>
        <source>{name} (not installed)</source>
        <translation>{name} (nicht installiert)</translation>
    </message>
</context>
<context>
    <name>FileDetails</name>
    <message>
        <source>What its stamps may mean</source>
        <translation>Was die Zeitstempel bedeuten können</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Stamp</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>Outside of sessions</source>
        <translation>Außerhalb der Zeiten</translation>
    </message>
    <message>
        <source>Begin at the open</source>
        <translation>Mit Eröffnung</translation>
    </message>
    <message>
        <source>Equal to stored</source>
        <translation>Gleich gespeicherten</translation>
    </message>
    <message>
        <source>end</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>open</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>{count} of {all}</source>
        <translation>{count} von {all}</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>Candles from files</source>
        <extracomment>Widths of the columns but the last, in letters.</extracomment>
        <translation>Kerzen aus Dateien</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Aufnehmen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>&amp;Add 1 file</source>
        <translation>1 Datei &amp;aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Add {count} files</source>
        <translation>{count} Dateien &amp;aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>Abbre&amp;chen</translation>
    </message>
    <message>
        <source>Adding candles from files</source>
        <translation>Kerzen werden aufgenommen</translation>
    </message>
    <message>
        <source>There are no files of candles in it</source>
        <translation>Keine Dateien mit Kerzen darin</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>Dateien werden gelesen</translation>
    </message>
    <message>
        <source>{count} candles were added</source>
        <translation>{count} Kerzen wurden aufgenommen</translation>
    </message>
    <message>
        <source>What is in these files</source>
        <translation>Was in diesen Dateien ist</translation>
    </message>
    <message>
        <source>The folder is empty, or holds hidden and unfinished files only.</source>
        <translation>Der Ordner ist leer oder enthält nur versteckte und unfertige Dateien.</translation>
    </message>
    <message>
        <source>{done} of {all} files are read. Nothing is stored before you press Add.</source>
        <translation>{done} von {all} Dateien sind gelesen. Gespeichert wird erst, wenn Sie „Aufnehmen“ drücken.</translation>
    </message>
    <message>
        <source>Whole sessions are stored, or nothing; Cancel ends it within a second.</source>
        <translation>Gespeichert werden ganze Sitzungen oder nichts; „Abbrechen“ beendet es binnen einer Sekunde.</translation>
    </message>
    <message>
        <source>Nothing is stored before you press Add. Your files stay as they are.</source>
        <translation>Gespeichert wird erst, wenn Sie „Aufnehmen“ drücken. Ihre Dateien bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>History tells what has become of each series.</source>
        <translation>Was aus jeder Reihe wurde, steht im Verlauf.</translation>
    </message>
    <message>
        <source>There are more files: only the first {count} are shown.</source>
        <translation>Es sind mehr Dateien: Gezeigt werden nur die ersten {count}.</translation>
    </message>
</context>
<context>
    <name>FileIntake</name>
    <message>
        <source>Choose files of candles</source>
        <translation>Dateien mit Kerzen wählen</translation>
    </message>
    <message>
        <source>No candle changed: the file is kept as a witness of those stored.</source>
        <translation>Keine Kerze geändert: Die Datei bezeugt die gespeicherten.</translation>
    </message>
    <message>
        <source>{added} candles added, {revised} revised.</source>
        <translation>{added} Kerzen aufgenommen, {revised} geändert.</translation>
    </message>
    <message>
        <source>All of its candles are stored already.</source>
        <translation>Alle Kerzen sind schon gespeichert.</translation>
    </message>
    <message>
        <source>Adds no candle: all {equal} equal stored ones, and witness them.</source>
        <translation>Keine neue Kerze: Alle {equal} gleichen gespeicherten und bezeugen sie.</translation>
    </message>
    <message>
        <source>Will add {new} candles.</source>
        <translation>{new} Kerzen werden aufgenommen.</translation>
    </message>
    <message>
        <source>Will add {new} candles and replace {different}, which are kept beside them.</source>
        <translation>{new} Kerzen werden aufgenommen und {different} ersetzt; diese bleiben daneben erhalten.</translation>
    </message>
    <message>
        <source>Will add {new} candles; {different} others are kept beside the stored ones.</source>
        <translation>{new} Kerzen werden aufgenommen; {different} andere bleiben neben den gespeicherten erhalten.</translation>
    </message>
    <message>
        <source>Will replace {different} candles, which are kept beside them.</source>
        <translation>{different} Kerzen werden ersetzt und bleiben daneben erhalten.</translation>
    </message>
    <message>
        <source>{different} candles that differ will be kept beside the stored ones.</source>
        <translation>{different} abweichende Kerzen kommen neben die gespeicherten.</translation>
    </message>
    <message>
        <source>Whose candles are these? Name the instrument below.</source>
        <translation>Wessen Kerzen sind das? Nennen Sie unten das Instrument.</translation>
    </message>
    <message>
        <source>What its stamps mean is not proven: say it below.</source>
        <translation>Was die Zeitstempel bedeuten, ist nicht bewiesen: Sagen Sie es unten.</translation>
    </message>
    <message>
        <source>Were its prices adjusted? Nothing tells: say it below.</source>
        <translation>Wurden die Kurse bereinigt? Nichts verrät es: Sagen Sie es unten.</translation>
    </message>
    <message>
        <source>{format}, our own export: no second source</source>
        <translation>{format}, unser eigener Export: keine zweite Quelle</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>{format}, source {source}</source>
        <translation>{format}, Quelle {source}</translation>
    </message>
    <message>
        <source>What stands in its columns is not known: say it below.</source>
        <translation>Spalten unbekannt: benennen Sie sie unten.</translation>
    </message>
    <message>
        <source>One contract, or two? See its prices, and say it below.</source>
        <translation>Ein Kontrakt oder zwei? Sagen Sie es unten.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>Stamps</source>
        <translation>Zeitstempel</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>It ends within a row, or grew while it was read; what came later is left out.</source>
        <translation>Sie endet mitten in einer Zeile oder wuchs beim Lesen; was danach kam, fehlt.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>{count} of {timeframe}, from {first} to {last}</source>
        <translation>{count} zu {timeframe}, von {first} bis {last}</translation>
    </message>
    <message>
        <source>{count} of {timeframe}, made of ticks, from {first} to {last}</source>
        <translation>{count} zu {timeframe}, aus Ticks gebildet, von {first} bis {last}</translation>
    </message>
    <message>
        <source>no timeframe</source>
        <translation>keiner Zeiteinheit</translation>
    </message>
    <message>
        <source>end of the candle</source>
        <translation>Ende der Kerze</translation>
    </message>
    <message>
        <source>open of the candle</source>
        <translation>Beginn der Kerze</translation>
    </message>
    <message>
        <source>Not proven: neither the sessions nor stored candles tell what they mean.</source>
        <translation>Nicht bewiesen: Weder Handelszeiten noch gespeicherte Kerzen verraten, was sie bedeuten.</translation>
    </message>
    <message>
        <source>Trade dates.</source>
        <translation>Handelstage.</translation>
    </message>
    <message>
        <source>The maker of the format says otherwise.</source>
        <translation>Der Hersteller des Formats sagt es anders.</translation>
    </message>
    <message>
        <source>{equal} of {compared} candles that are stored too are equal.</source>
        <translation>{equal} von {compared} Kerzen, die auch gespeichert sind, sind gleich.</translation>
    </message>
    <message>
        <source>{outside} of {rows} candles stand outside of the sessions.</source>
        <translation>{outside} von {rows} Kerzen stehen außerhalb der Handelszeiten.</translation>
    </message>
    <message>
        <source>Too few candles of the time are stored to tell whether they were adjusted.</source>
        <translation>Aus dieser Zeit sind zu wenige Kerzen gespeichert, um zu sagen, ob sie bereinigt wurden.</translation>
    </message>
    <message>
        <source>On another scale than what is stored.</source>
        <translation>In einem anderen Maßstab als das Gespeicherte.</translation>
    </message>
    <message>
        <source>Adjusted.</source>
        <translation>Bereinigt.</translation>
    </message>
    <message>
        <source>Not adjusted.</source>
        <translation>Nicht bereinigt.</translation>
    </message>
    <message>
        <source>{new} new, {equal} equal, {different} different</source>
        <translation>{new} neu, {equal} gleich, {different} anders</translation>
    </message>
    <message>
        <source>Told when it is known what its stamps mean.</source>
        <translation>Steht hier, sobald bekannt ist, was die Zeitstempel bedeuten.</translation>
    </message>
    <message>
        <source>1 row: {reason}</source>
        <translation>1 Zeile: {reason}</translation>
    </message>
    <message>
        <source>{count} rows: {reason}</source>
        <translation>{count} Zeilen: {reason}</translation>
    </message>
    <message>
        <source>Lines {lines} and {count} more</source>
        <translation>Zeilen {lines} und {count} weitere</translation>
    </message>
    <message>
        <source>Lines {lines}</source>
        <translation>Zeilen {lines}</translation>
    </message>
</context>
<context>
    <name>FileRows</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihe</translation>
    </message>
    <message>
        <source>Candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>Anders</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>Being added: {percent}</source>
        <translation>Wird aufgenommen: {percent}</translation>
    </message>
</context>
<context>
    <name>FirstImport</name>
    <message>
        <source>a few seconds</source>
        <extracomment>Requests that a session with the feed costs before the first candles. Seconds that one answer takes, roughly.</extracomment>
        <translation>einige Sekunden</translation>
    </message>
    <message>
        <source>No candles yet</source>
        <translation>Noch keine Kerzen</translation>
    </message>
    <message>
        <source>The first import fills this demo profile with simulated candles; nothing is downloaded. Afterwards each import adds only what is new.</source>
        <translation>Der erste Import füllt dieses Demo-Profil mit simulierten Kerzen; es wird nichts heruntergeladen. Danach ergänzt jeder Import nur, was neu ist.</translation>
    </message>
    <message>
        <source>The first import downloads the history of your watchlist from {feed} and checks it. Afterwards each import asks only for what is new or missing.</source>
        <translation>Der erste Import lädt die Historie Ihrer Watchlist von {feed} und prüft sie. Danach fragt jeder Import nur nach dem, was neu ist oder fehlt.</translation>
    </message>
    <message>
        <source>Instruments</source>
        <translation>Instrumente</translation>
    </message>
    <message>
        <source>Timeframes</source>
        <translation>Zeiteinheiten</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>Wie weit zurück</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Import &amp;now</source>
        <translation>Jetzt impor&amp;tieren</translation>
    </message>
    <message>
        <source>Import now</source>
        <translation>Jetzt importieren</translation>
    </message>
    <message>
        <source>You can cancel at any time; what is stored by then stays.</source>
        <translation>Sie können jederzeit abbrechen; was bis dahin gespeichert ist, bleibt.</translation>
    </message>
    <message>
        <source>{names} ({count})</source>
        <translation>{names} ({count})</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{timeframes}: {days} days</source>
        <translation>{timeframes}: {days} Tage</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>about {count}</source>
        <translation>etwa {count}</translation>
    </message>
    <message>
        <source>about {count}, at most {pace} a second</source>
        <translation>etwa {count}, höchstens {pace} pro Sekunde</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>etwa {time}</translation>
    </message>
</context>
<context>
    <name>FlyoutButton</name>
    <message>
        <source>{tool}; more: press its right edge, or hold</source>
        <translation>{tool}; mehr: rechten Rand drücken oder gedrückt halten</translation>
    </message>
</context>
<context>
    <name>FolderEditor</name>
    <message>
        <source>no folder</source>
        <translation>kein Ordner</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>Wä&amp;hlen …</translation>
    </message>
    <message>
        <source>Choose: {name}</source>
        <translation>Wählen: {name}</translation>
    </message>
</context>
<context>
    <name>FolderLine</name>
    <message>
        <source>Show wai&amp;ting files</source>
        <translation>War&amp;tende Dateien zeigen</translation>
    </message>
    <message>
        <source>Watched folder {folder}</source>
        <translation>Überwachter Ordner {folder}</translation>
    </message>
    <message>
        <source>waiting for an answer: {count}</source>
        <translation>wartet auf Antwort: {count}</translation>
    </message>
    <message>
        <source>being read and taken in: {count}</source>
        <translation>wird gelesen und aufgenommen: {count}</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Database, settings and logs. For another folder quit, move this one if you want to keep its data, and start with --profile DIR or with OHLC_DESKTOP_HOME set to it.</source>
        <translation>Datenbank, Einstellungen und Protokolle. Für einen anderen Ordner beenden Sie das Programm, verschieben diesen, wenn seine Daten bleiben sollen, und starten mit --profile DIR oder gesetztem OHLC_DESKTOP_HOME.</translation>
    </message>
    <message>
        <source>Data folder {path}</source>
        <translation>Datenordner {path}</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>Ordner ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation>Den Datenordner öffnen</translation>
    </message>
    <message>
        <source>The folder does not exist yet; the first import makes it.</source>
        <translation>Den Ordner gibt es noch nicht; der erste Import legt ihn an.</translation>
    </message>
    <message>
        <source>No program is set up to show folders; open it by hand.</source>
        <translation>Kein Programm ist zum Anzeigen von Ordnern eingerichtet; öffnen Sie ihn von Hand.</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
</context>
<context>
    <name>GoToDialog</name>
    <message>
        <source>Go to date</source>
        <translation>Gehe zu Datum</translation>
    </message>
    <message>
        <source>&amp;Trade date</source>
        <translation>&amp;Handelstag</translation>
    </message>
    <message>
        <source>Trade date</source>
        <translation>Handelstag</translation>
    </message>
    <message>
        <source>Candles are loaded from {first} to {last}.</source>
        <translation>Kerzen sind von {first} bis {last} geladen.</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Next import</source>
        <translation>Nächster Import</translation>
    </message>
    <message>
        <source>Last import</source>
        <translation>Letzter Import</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>Simulated candles, not a real market.</source>
        <translation>Simulierte Kerzen, kein echter Markt.</translation>
    </message>
    <message>
        <source>&amp;Cancel import</source>
        <translation>Import abbre&amp;chen</translation>
    </message>
    <message>
        <source>Import progress</source>
        <translation>Fortschritt des Imports</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Import läuft</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <source>&amp;Import now</source>
        <translation>&amp;Jetzt importieren</translation>
    </message>
    <message>
        <source>What was answered stays stored; the next import asks for the rest.</source>
        <translation>Was beantwortet wurde, bleibt gespeichert; der nächste Import fragt nach dem Rest.</translation>
    </message>
    <message>
        <source>Ask for everything that is missing, for the whole watchlist (Ctrl+I)</source>
        <translation>Nach allem fragen, was fehlt, für die ganze Watchlist (Strg+I)</translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
    <message>
        <source>unknown while the database cannot be read</source>
        <translation>unbekannt, solange die Datenbank nicht gelesen werden kann</translation>
    </message>
    <message>
        <source>as soon as the feed answers</source>
        <translation>sobald der Feed antwortet</translation>
    </message>
    <message>
        <source>about to start</source>
        <translation>startet gleich</translation>
    </message>
    <message>
        <source>paused; without that {when}</source>
        <translation>pausiert; sonst {when}</translation>
    </message>
    <message>
        <source>another attempt {when}</source>
        <translation>neuer Versuch {when}</translation>
    </message>
    <message>
        <source>in {left}</source>
        <translation>in {left}</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keiner</translation>
    </message>
    <message>
        <source>{written} candles written</source>
        <translation>{written} Kerzen geschrieben</translation>
    </message>
    <message>
        <source>{revised} revised</source>
        <translation>{revised} korrigiert</translation>
    </message>
    <message>
        <source>{rows} rows quarantined</source>
        <translation>{rows} Zeilen in Quarantäne</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>{count} unchanged</source>
        <translation>{count} unverändert</translation>
    </message>
    <message>
        <source>Result</source>
        <extracomment>Columns of numbers, aligned to the right.</extracomment>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Planned (Pacific)</source>
        <translation>Geplant (Pazifik)</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Auslöser</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Revised</source>
        <translation>Korrigiert</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>Quarantäne</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>{trigger} ×{number}</source>
        <translation>{trigger} ×{number}</translation>
    </message>
    <message>
        <source>Started {moment}</source>
        <translation>Begonnen {moment}</translation>
    </message>
    <message>
        <source>Asked for {start} to {end}</source>
        <translation>Gefragt von {start} bis {end}</translation>
    </message>
    <message>
        <source>{length} after the planned time</source>
        <translation>{length} nach der geplanten Zeit</translation>
    </message>
    <message>
        <source>attempt {number}</source>
        <translation>Versuch {number}</translation>
    </message>
    <message>
        <source>{count} requests</source>
        <translation>{count} Anfragen</translation>
    </message>
    <message>
        <source>{symbol}  {timeframe}</source>
        <translation>{symbol}  {timeframe}</translation>
    </message>
    <message>
        <source>{count} fetched</source>
        <translation>{count} geholt</translation>
    </message>
    <message>
        <source>{fetched} candles fetched, {added} written, {revised} revised, {quarantined} quarantined</source>
        <translation>{fetched} Kerzen geholt, {added} geschrieben, {revised} korrigiert, {quarantined} in Quarantäne</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>Timeframe</source>
        <translation>Zeiteinheit</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Nothing was asked for in this run.</source>
        <translation>In diesem Lauf wurde nach nichts gefragt.</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>Alle Tage</translation>
    </message>
    <message>
        <source>Without skipped days</source>
        <translation>Ohne übersprungene Tage</translation>
    </message>
    <message>
        <source>Problems only</source>
        <translation>Nur Probleme</translation>
    </message>
    <message>
        <source>Which runs to show</source>
        <translation>Welche Läufe gezeigt werden</translation>
    </message>
    <message>
        <source>Filter by date, trigger, result or reason</source>
        <translation>Nach Datum, Auslöser, Ergebnis oder Grund filtern</translation>
    </message>
    <message>
        <source>Filter the runs by text</source>
        <translation>Die Läufe nach Text filtern</translation>
    </message>
    <message>
        <source>Co&amp;py</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all that are shown, as text for a spreadsheet (Ctrl+C)</source>
        <translation>Die ausgewählten oder alle gezeigten Zeilen als Text für eine Tabelle kopieren (Strg+C)</translation>
    </message>
    <message>
        <source>Show &amp;all runs</source>
        <translation>&amp;Alle Läufe zeigen</translation>
    </message>
    <message>
        <source>About the selected row</source>
        <translation>Über die ausgewählte Zeile</translation>
    </message>
    <message>
        <source>No run matches the filter.</source>
        <translation>Kein Lauf passt zum Filter.</translation>
    </message>
    <message>
        <source>Earlier imports are not known: the database cannot be read.</source>
        <translation>Frühere Importe sind nicht bekannt: Die Datenbank kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Nothing was imported yet. Every import will be listed here, with what it wrote and why.</source>
        <translation>Es wurde noch nichts importiert. Hier wird jeder Import stehen, mit dem, was er schrieb und warum.</translation>
    </message>
    <message>
        <source>Select a run to read its reason; open it to see what became of each series.</source>
        <translation>Wählen Sie einen Lauf, um seinen Grund zu lesen; klappen Sie ihn auf, um zu sehen, was aus jeder Reihe wurde.</translation>
    </message>
    <message>
        <source>&amp;Show {symbol} {timeframe}</source>
        <translation>{symbol} {timeframe} an&amp;zeigen</translation>
    </message>
</context>
<context>
    <name>HistoryTree</name>
    <message>
        <source>Runs</source>
        <extracomment>The widest usual text of each column, and what goes beside it: arrow and mark, or the gap between columns.</extracomment>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>HoleCard</name>
    <message>
        <source>&amp;Repair</source>
        <translation>&amp;Reparieren</translation>
    </message>
</context>
<context>
    <name>HoleGuide</name>
    <message>
        <source>An import is running; repair what is still missing when it has ended.</source>
        <translation>Ein Import läuft; reparieren Sie danach, was dann noch fehlt.</translation>
    </message>
    <message>
        <source>1 candle is missing</source>
        <translation>1 Kerze fehlt</translation>
    </message>
    <message>
        <source>{count} candles are missing</source>
        <translation>{count} Kerzen fehlen</translation>
    </message>
    <message>
        <source>1 candle is not served</source>
        <translation>1 Kerze wird nicht geliefert</translation>
    </message>
    <message>
        <source>{count} candles are not served</source>
        <translation>{count} Kerzen werden nicht geliefert</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
</context>
<context>
    <name>IndicatorDialog</name>
    <message>
        <source>Inputs</source>
        <extracomment>Share of the screen&apos;s height that the dialog takes at most, and what is around its form, logical pixels.</extracomment>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Use as &amp;default</source>
        <translation>Als &amp;Standard verwenden</translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>New indicators of the kind {name} begin like this.</source>
        <translation>Neue Indikatoren der Art {name} beginnen so.</translation>
    </message>
</context>
<context>
    <name>IndicatorStrip</name>
    <message>
        <source>{name}: {word}</source>
        <translation>{name}: {word}</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Pacific time</source>
        <translation>Pazifikzeit</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Feed</source>
        <translation>Feed</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
</context>
<context>
    <name>Indicators</name>
    <message>
        <source>off</source>
        <extracomment>A clock outside of these years is wrong, as after a dead battery. Exit code of an import that could fetch nothing. All of them.</extracomment>
        <translation>aus</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>ok, {milliseconds} ms</source>
        <translation>ok, {milliseconds} ms</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Needed for imports</source>
        <translation>Für Importe nötig</translation>
    </message>
    <message>
        <source>wrong clock</source>
        <translation>Uhr falsch</translation>
    </message>
    <message>
        <source>clock differs</source>
        <translation>Uhr weicht ab</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <source>not compared: the market is simulated</source>
        <translation>nicht verglichen: Der Markt ist simuliert</translation>
    </message>
    <message>
        <source>not compared yet: the next import does it</source>
        <translation>noch nicht verglichen: Der nächste Import tut es</translation>
    </message>
    <message>
        <source>{seconds} s behind the feed&apos;s</source>
        <translation>geht gegenüber dem Feed {seconds} s nach</translation>
    </message>
    <message>
        <source>{seconds} s ahead of the feed&apos;s</source>
        <translation>geht gegenüber dem Feed {seconds} s vor</translation>
    </message>
    <message>
        <source>{zone}, UTC{offset}</source>
        <translation>{zone}, UTC{offset}</translation>
    </message>
    <message>
        <source>Los Angeles</source>
        <translation>Los Angeles</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Its zone</source>
        <translation>Seine Zone</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Umstellung</translation>
    </message>
    <message>
        <source>Zone data</source>
        <translation>Zonendaten</translation>
    </message>
    <message>
        <source>{zone}, present</source>
        <translation>{zone}, vorhanden</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>liest</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>due</source>
        <translation>fällig</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>importing</source>
        <translation>Import läuft</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>neuer Versuch</translation>
    </message>
    <message>
        <source>gave up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>clock changed</source>
        <translation>Uhr verstellt</translation>
    </message>
    <message>
        <source>on</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>{time} in Los Angeles, on trading days</source>
        <translation>{time} in Los Angeles, an Handelstagen</translation>
    </message>
    <message>
        <source>Next import</source>
        <translation>Nächster Import</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Import time</source>
        <translation>Importzeit</translation>
    </message>
    <message>
        <source>simulated</source>
        <translation>simuliert</translation>
    </message>
    <message>
        <source>quota used up</source>
        <translation>Kontingent leer</translation>
    </message>
    <message>
        <source>pacing</source>
        <translation>im Takt</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>gebremst</translation>
    </message>
    <message>
        <source>resting</source>
        <translation>ruht</translation>
    </message>
    <message>
        <source>another asks</source>
        <translation>anderer fragt</translation>
    </message>
    <message>
        <source>asking</source>
        <translation>fragt</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>unerreichbar</translation>
    </message>
    <message>
        <source>refusing</source>
        <translation>lehnt ab</translation>
    </message>
    <message>
        <source>reachable</source>
        <translation>erreichbar</translation>
    </message>
    <message>
        <source>{used} of {quota} since 00:00 UTC, {left} left</source>
        <translation>{used} von {quota} seit 00:00 UTC, {left} übrig</translation>
    </message>
    <message>
        <source>Requests today</source>
        <translation>Anfragen heute</translation>
    </message>
    <message>
        <source>Waits until</source>
        <translation>Wartet bis</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Last write</source>
        <translation>Zuletzt geschrieben</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>followed</source>
        <translation>gefolgt</translation>
    </message>
    <message>
        <source>filled from here</source>
        <translation>von hier gefüllt</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>nichts Neues</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>nur lesbar</translation>
    </message>
    <message>
        <source>follows</source>
        <translation>folgt</translation>
    </message>
    <message>
        <source>imports for all</source>
        <translation>importiert für alle</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>Filled by</source>
        <translation>Gefüllt von</translation>
    </message>
    <message>
        <source>Last push</source>
        <translation>Letzte Übertragung</translation>
    </message>
</context>
<context>
    <name>InputForm</name>
    <message>
        <source>Write a number from {low} to {high} such as {example}, with {decimals} decimals at most.</source>
        <extracomment>Shows nothing, gives the value that was entered; shows a value.</extracomment>
        <translation>Schreiben Sie eine Zahl von {low} bis {high}, etwa {example}, mit höchstens {decimals} Nachkommastellen.</translation>
    </message>
    <message>
        <source>It has no parameters.</source>
        <translation>Er hat keine Parameter.</translation>
    </message>
</context>
<context>
    <name>InstrumentRows</name>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Reihen</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Revised</source>
        <translation>Korrigiert</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>Quarantäne</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlend</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} von {all}</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys of the chart</source>
        <translation>Tasten des Charts</translation>
    </message>
</context>
<context>
    <name>Known</name>
    <message>
        <source>agreed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>single</source>
        <translation>einfach</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>disputed</source>
        <translation>strittig</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>zweifelhaft</translation>
    </message>
    <message>
        <source>{level} {count}</source>
        <translation>{level} {count}</translation>
    </message>
    <message>
        <source>Suspect candles: {suspect}. The chart marks them and shows what was said.</source>
        <translation>Zweifelhafte Kerzen: {suspect}. Der Chart markiert sie und zeigt, was gesagt wurde.</translation>
    </message>
    <message>
        <source>Disputed candles: {disputed}. The chart marks them and shows what was said.</source>
        <translation>Strittige Kerzen: {disputed}. Der Chart markiert sie und zeigt, was gesagt wurde.</translation>
    </message>
    <message>
        <source>Suspect candles: {suspect}, disputed: {disputed}. The chart marks them and shows what was said.</source>
        <translation>Zweifelhafte Kerzen: {suspect}, strittige: {disputed}. Der Chart markiert sie und zeigt, was gesagt wurde.</translation>
    </message>
</context>
<context>
    <name>KnownCard</name>
    <message>
        <source>This candle is agreed</source>
        <translation>Diese Kerze ist bestätigt</translation>
    </message>
    <message>
        <source>Only one row is known of this candle</source>
        <translation>Von dieser Kerze ist nur eine Zeile bekannt</translation>
    </message>
    <message>
        <source>This candle was chosen among several rows</source>
        <translation>Diese Kerze wurde unter mehreren Zeilen gewählt</translation>
    </message>
    <message>
        <source>This candle is disputed</source>
        <translation>Diese Kerze ist strittig</translation>
    </message>
    <message>
        <source>This candle is suspect</source>
        <translation>Diese Kerze ist zweifelhaft</translation>
    </message>
    <message>
        <source>Co&amp;mpare sources…</source>
        <translation>Quellen &amp;vergleichen …</translation>
    </message>
    <message>
        <source>Several sources speak of this candle</source>
        <translation>Mehrere Quellen sprechen von dieser Kerze</translation>
    </message>
    <message>
        <source>It is short: its session ended before the timeframe did.</source>
        <translation>Sie ist kurz: ihre Sitzung endete vor der Zeiteinheit.</translation>
    </message>
    <message>
        <source>Its session: {verdict}.</source>
        <translation>Ihre Sitzung: {verdict}.</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>gilt</translation>
    </message>
    <message>
        <source>said too</source>
        <translation>auch gesagt</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>bis {day}</translation>
    </message>
</context>
<context>
    <name>LatestButton</name>
    <message>
        <source>To the newest candle (End)</source>
        <translation>Zur neuesten Kerze (Ende)</translation>
    </message>
    <message>
        <source>To the newest candle</source>
        <translation>Zur neuesten Kerze</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <source>Sources have different prices of candles of these series; their witnesses tell.</source>
        <translation>Quellen haben verschiedene Preise von Kerzen dieser Reihen; ihre Zeugen sagen, welche.</translation>
    </message>
    <message>
        <source>{word} {count}</source>
        <translation>{word} {count}</translation>
    </message>
    <message>
        <source>doubtful {count}</source>
        <translation>fraglich {count}</translation>
    </message>
    <message>
        <source>differing {count}</source>
        <translation>verschieden {count}</translation>
    </message>
    <message>
        <source>Candles of these series are disputed or suspect; their charts mark them.</source>
        <translation>Kerzen dieser Reihen sind strittig oder zweifelhaft; ihre Charts markieren sie.</translation>
    </message>
</context>
<context>
    <name>LegendButtons</name>
    <message>
        <source>Show</source>
        <extracomment>Sides of a picture and of a button, logical pixels.</extracomment>
        <translation>Einblenden</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>LoadingHint</name>
    <message>
        <source>Loading history …</source>
        <translation>Historie wird geladen …</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>In the file: {moment}</source>
        <translation>In der Datei: {moment}</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
</context>
<context>
    <name>LogFollower</name>
    <message>
        <source>… {size} of older lines left out …</source>
        <extracomment>How often the file is looked at in any case, and how long several changes of it are gathered, in ms.</extracomment>
        <translation>… {size} ältere Zeilen ausgelassen …</translation>
    </message>
    <message>
        <source>The log file cannot be read: {cause}.
Imports are not affected. Check the permissions of {path}</source>
        <translation>Die Protokolldatei kann nicht gelesen werden: {cause}.
Importe sind nicht betroffen. Prüfen Sie die Zugriffsrechte von {path}</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Least important level shown</source>
        <translation>Niedrigste gezeigte Stufe</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>Ab Info</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>Nach Text filtern</translation>
    </message>
    <message>
        <source>Filter the log by text</source>
        <translation>Das Protokoll nach Text filtern</translation>
    </message>
    <message>
        <source>Co&amp;py</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown (Ctrl+C)</source>
        <translation>Die ausgewählten oder alle gezeigten Zeilen kopieren (Strg+C)</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>Ordner ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Log lines</source>
        <translation>Protokollzeilen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>The selected record in full</source>
        <translation>Der ausgewählte Eintrag in voller Länge</translation>
    </message>
    <message>
        <source>&amp;Follow new lines</source>
        <translation>&amp;Neuen Zeilen folgen</translation>
    </message>
    <message>
        <source>Keep the newest line in view; scrolling up stops it, scrolling down resumes it</source>
        <translation>Die neueste Zeile im Blick behalten; Hochscrollen hält an, Herunterscrollen setzt fort</translation>
    </message>
    <message>
        <source>Lines shown</source>
        <translation>Gezeigte Zeilen</translation>
    </message>
    <message>
        <source>No line matches the filter.</source>
        <translation>Keine Zeile passt zum Filter.</translation>
    </message>
    <message>
        <source>Nothing has been logged yet. What the app and its imports do will be listed here.</source>
        <translation>Es wurde noch nichts protokolliert. Hier wird stehen, was das Programm und seine Importe tun.</translation>
    </message>
    <message>
        <source>{count} lines</source>
        <translation>{count} Zeilen</translation>
    </message>
    <message>
        <source>{rows} of {count} lines</source>
        <translation>{rows} von {count} Zeilen</translation>
    </message>
    <message>
        <source>{lines}, {unseen} new below</source>
        <translation>{lines}, {unseen} neue unten</translation>
    </message>
</context>
<context>
    <name>LoginRow</name>
    <message>
        <source>Start at login</source>
        <translation>Start bei der Anmeldung</translation>
    </message>
    <message>
        <source>Starts in the tray, without a window.</source>
        <translation>Startet im Infobereich, ohne Fenster.</translation>
    </message>
    <message>
        <source>Start at login was not changed: {reason}. Make {place} writable, then try again.</source>
        <translation>Der Start bei der Anmeldung wurde nicht geändert: {reason}. Machen Sie {place} beschreibbar und versuchen Sie es erneut.</translation>
    </message>
</context>
<context>
    <name>LookForm</name>
    <message>
        <source>Colour of {line}</source>
        <extracomment>Around picture and text of a choice, logical pixels. In the order of their words.</extracomment>
        <translation>Farbe von {line}</translation>
    </message>
    <message>
        <source>Show {line}</source>
        <translation>{line} zeigen</translation>
    </message>
    <message>
        <source>Width of {line}</source>
        <translation>Breite von {line}</translation>
    </message>
    <message>
        <source>Value of {line} at the axis</source>
        <translation>Wert von {line} an der Achse</translation>
    </message>
    <message>
        <source>{pixels} px</source>
        <translation>{pixels} px</translation>
    </message>
    <message>
        <source>Line style of {line}</source>
        <translation>Linienart von {line}</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Line style</source>
        <translation>Linienart</translation>
    </message>
    <message>
        <source>Value at the axis</source>
        <translation>Wert an der Achse</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>OHLC Desktop (DEMO)</source>
        <translation>OHLC Desktop (DEMO)</translation>
    </message>
    <message>
        <source>OHLC Desktop</source>
        <translation>OHLC Desktop</translation>
    </message>
    <message>
        <source>Times: {zone}</source>
        <translation>Zeiten: {zone}</translation>
    </message>
    <message>
        <source>Times are told in {zone}, which Settings can change; those of the daily import in Los Angeles too.</source>
        <translation>Zeiten stehen in {zone}, was die Einstellungen ändern; die des täglichen Imports auch in Los Angeles.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Co&amp;verage</source>
        <translation>A&amp;bdeckung</translation>
    </message>
    <message>
        <source>I&amp;mport</source>
        <translation>I&amp;mport</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>&amp;Watchlist</source>
        <translation>&amp;Watchlist</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>Co&amp;ntracts</source>
        <translation>Ko&amp;ntrakte</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>&amp;Einstellungen</translation>
    </message>
</context>
<context>
    <name>MatrixMenus</name>
    <message>
        <source>&amp;Details</source>
        <translation>&amp;Details</translation>
    </message>
    <message>
        <source>&amp;Open chart</source>
        <translation>Chart ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Witnesses of its sessions…</source>
        <translation>&amp;Zeugen ihrer Sitzungen …</translation>
    </message>
    <message>
        <source>Order of &amp;sources…</source>
        <translation>Rangfolge der &amp;Quellen …</translation>
    </message>
    <message>
        <source>&amp;Repair {count} series</source>
        <translation>Reihen &amp;reparieren: {count}</translation>
    </message>
    <message>
        <source>Repair &amp;instrument {symbol}: {count} series</source>
        <translation>&amp;Instrument {symbol} reparieren, Reihen: {count}</translation>
    </message>
    <message>
        <source>Repair &amp;timeframe {timeframe}: {count} series</source>
        <translation>&amp;Zeiteinheit {timeframe} reparieren, Reihen: {count}</translation>
    </message>
    <message>
        <source>&amp;Repair {symbol}: {count} series</source>
        <translation>{symbol} &amp;reparieren, Reihen: {count}</translation>
    </message>
    <message>
        <source>&amp;Repair {timeframe}: {count} series</source>
        <translation>{timeframe} &amp;reparieren, Reihen: {count}</translation>
    </message>
</context>
<context>
    <name>MatrixView</name>
    <message>
        <source>Coverage of instruments and timeframes</source>
        <extracomment>Rows that have room grow up to so many times the height of their texts. Events after which every look has to be painted anew.</extracomment>
        <translation>Abdeckung der Instrumente und Zeiteinheiten</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Buttons in the toolbar</source>
        <extracomment>Characters of a line about a plug-in.</extracomment>
        <translation>&amp;Schaltflächen in der Leiste</translation>
    </message>
    <message>
        <source>&amp;Volume</source>
        <translation>&amp;Volumen</translation>
    </message>
    <message>
        <source>&amp;Shade outside regular hours</source>
        <translation>&amp;Schattierung außerhalb RTH</translation>
    </message>
    <message>
        <source>Prior day&apos;s high, low and &amp;close</source>
        <translation>Hoch, Tief, Schluss des V&amp;ortags</translation>
    </message>
    <message>
        <source>&amp;Highest and lowest in sight</source>
        <translation>&amp;Höchst- und Tiefstkurs im Bild</translation>
    </message>
    <message>
        <source>&amp;Last price</source>
        <translation>&amp;Letzter Kurs</translation>
    </message>
    <message>
        <source>St&amp;udies in the legend</source>
        <translation>St&amp;udien in der Legende</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>&amp;Gitter</translation>
    </message>
    <message>
        <source>Scale &amp;prices only (indicators may leave the picture)</source>
        <translation>Nur &amp;Kurse einpassen (Indikatoren dürfen aus dem Bild laufen)</translation>
    </message>
    <message>
        <source>Contract &amp;rolls</source>
        <translation>&amp;Rolltermine</translation>
    </message>
    <message>
        <source>&amp;Missing candles</source>
        <translation>&amp;Fehlende Kerzen</translation>
    </message>
    <message>
        <source>Go to missing candles (&amp;next to the left)</source>
        <translation>Zu fehlenden Kerzen (&amp;nächste links)</translation>
    </message>
    <message>
        <source>Go to &amp;disputed or suspect candles (next to the left)</source>
        <translation>Zu strittigen oder z&amp;weifelhaften Kerzen (nächste links)</translation>
    </message>
    <message>
        <source>Real &amp;time axis (nights and weekends at their length)</source>
        <translation>Echte &amp;Zeitachse (Nächte und Wochenenden in voller Länge)</translation>
    </message>
    <message>
        <source>Chart s&amp;ettings…</source>
        <translation>Chart-&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Data &amp;window</source>
        <translation>D&amp;atenfenster</translation>
    </message>
    <message>
        <source>Table &amp;of candles…</source>
        <translation>&amp;Tabelle der Kerzen…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Bearbeiten…</translation>
    </message>
    <message>
        <source>S&amp;how</source>
        <translation>Ein&amp;blenden</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>A&amp;usblenden</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Hide all</source>
        <translation>A&amp;lle ausblenden</translation>
    </message>
    <message>
        <source>S&amp;how all</source>
        <translation>Alle &amp;einblenden</translation>
    </message>
    <message>
        <source>Remove &amp;all</source>
        <translation>&amp;Alle entfernen</translation>
    </message>
    <message>
        <source>Volume &amp;profile</source>
        <translation>Volumen&amp;profil</translation>
    </message>
    <message>
        <source>With the prices</source>
        <translation>Bei den Kursen</translation>
    </message>
    <message>
        <source>With the volume</source>
        <translation>Beim Volumen</translation>
    </message>
    <message>
        <source>In a pane of its own</source>
        <translation>In eigenem Bereich</translation>
    </message>
    <message>
        <source>Of what is in &amp;sight</source>
        <translation>Des &amp;sichtbaren Bereichs</translation>
    </message>
    <message>
        <source>Of each trade &amp;date</source>
        <translation>Jedes &amp;Handelstags</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>Nicht verwendbar</translation>
    </message>
    <message>
        <source>&amp;Add an instrument…</source>
        <translation>Instrument &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>In &amp;percent, on one scale</source>
        <translation>In &amp;Prozent, auf einer Skala</translation>
    </message>
    <message>
        <source>Each on a scale of its &amp;own</source>
        <translation>Jedes auf &amp;eigener Skala</translation>
    </message>
    <message>
        <source>Remove {symbol}</source>
        <translation>{symbol} entfernen</translation>
    </message>
    <message>
        <source>Share the &amp;instrument</source>
        <translation>&amp;Instrument teilen</translation>
    </message>
    <message>
        <source>Share the &amp;timeframe</source>
        <translation>&amp;Zeiteinheit teilen</translation>
    </message>
    <message>
        <source>Share the time in &amp;sight</source>
        <translation>Die &amp;sichtbare Zeit teilen</translation>
    </message>
    <message>
        <source>&amp;Copy picture</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Save picture as &amp;PNG…</source>
        <translation>Bild als &amp;PNG speichern…</translation>
    </message>
    <message>
        <source>Save picture as &amp;SVG…</source>
        <translation>Bild als &amp;SVG speichern…</translation>
    </message>
    <message>
        <source>Copy &amp;visible candles as CSV</source>
        <translation>Sichtbare Kerzen als &amp;CSV kopieren</translation>
    </message>
    <message>
        <source>Save visible candles &amp;as CSV…</source>
        <translation>Sichtbare Kerzen als CS&amp;V speichern…</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>%D</source>
        <translation>%D</translation>
    </message>
    <message>
        <source>%K</source>
        <translation>%K</translation>
    </message>
    <message>
        <source>%K smoothing</source>
        <translation>%K-Glättung</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; and {count} after it were not looked at.</source>
        <translation>„{name}“ und {count} danach wurden nicht betrachtet.</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; is not a timeframe.</source>
        <translation>„{name}“ ist keine Zeiteinheit.</translation>
    </message>
    <message>
        <source>&apos;{shown}&apos; is not an instrument.</source>
        <translation>„{shown}“ ist kein Instrument.</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 Minute</translation>
    </message>
    <message>
        <source>1 month</source>
        <translation>1 Monat</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 Woche</translation>
    </message>
    <message>
        <source>A certificate file named in REDIS_URL cannot be read.</source>
        <translation>Eine in REDIS_URL genannte Zertifikatsdatei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>A request is on its way.</source>
        <translation>Eine Anfrage ist unterwegs.</translation>
    </message>
    <message>
        <source>A system short of memory ends processes this way: close other programs, then import again.</source>
        <translation>So beendet ein System Prozesse, wenn der Arbeitsspeicher knapp wird: Schließen Sie andere Programme und importieren Sie dann erneut.</translation>
    </message>
    <message>
        <source>ATR</source>
        <translation>ATR</translation>
    </message>
    <message>
        <source>ATR period</source>
        <translation>ATR-Periode</translation>
    </message>
    <message>
        <source>Add it to the watchlist, then import.</source>
        <translation>Nehmen Sie es in die Watchlist auf und importieren Sie dann.</translation>
    </message>
    <message>
        <source>All {count} requests of today are used up: nothing more is asked until 00:00 UTC.</source>
        <translation>Alle {count} Anfragen von heute sind verbraucht: Bis 00:00 UTC wird nichts mehr gefragt.</translation>
    </message>
    <message>
        <source>All {expected} expected candles are stored, or were never traded.</source>
        <translation>Alle {expected} erwarteten Kerzen sind gespeichert oder wurden nie gehandelt.</translation>
    </message>
    <message>
        <source>An import is already running: another process that has just started.</source>
        <translation>Ein Import läuft bereits: ein anderer Prozess, der gerade gestartet ist.</translation>
    </message>
    <message>
        <source>An import is already running: process {process} ({trigger}) since {since}.</source>
        <translation>Ein Import läuft bereits: Prozess {process} ({trigger}) seit {since}.</translation>
    </message>
    <message>
        <source>An import is asking for candles.</source>
        <translation>Ein Import fragt nach Kerzen.</translation>
    </message>
    <message>
        <source>An import is running; the schedule looks again when it has ended.</source>
        <translation>Ein Import läuft; danach prüft der Zeitplan erneut.</translation>
    </message>
    <message>
        <source>Anchor</source>
        <translation>Anker</translation>
    </message>
    <message>
        <source>Anchored VWAP</source>
        <translation>Verankerter VWAP</translation>
    </message>
    <message>
        <source>Another program holds the database {path} locked.</source>
        <translation>Ein anderes Programm hält die Datenbank {path} gesperrt.</translation>
    </message>
    <message>
        <source>Another row is not credible: its range is far beyond the usual, or it holds two contracts.</source>
        <translation>Eine andere Zeile ist nicht glaubhaft: Ihre Spanne liegt weit über der üblichen, oder sie enthält zwei Kontrakte.</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>Durchschnitt</translation>
    </message>
    <message>
        <source>Average true ranges</source>
        <translation>Average True Ranges</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bänder</translation>
    </message>
    <message>
        <source>Behind: newer candles are not stored yet.</source>
        <translation>Im Rückstand: Neuere Kerzen sind noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>Behind: {newer} newer candles are not stored yet. Missing: {missing} of {expected}.</source>
        <translation>Im Rückstand: {newer} neuere Kerzen sind noch nicht gespeichert. Es fehlen: {missing} von {expected}.</translation>
    </message>
    <message>
        <source>Bollinger bands</source>
        <translation>Bollinger-Bänder</translation>
    </message>
    <message>
        <source>Cancelled before it was answered.</source>
        <translation>Abgebrochen, bevor geantwortet wurde.</translation>
    </message>
    <message>
        <source>Cancelled before it was asked for.</source>
        <translation>Abgebrochen, bevor danach gefragt wurde.</translation>
    </message>
    <message>
        <source>Cancelled. What had been answered is stored; the next import asks for the rest.</source>
        <translation>Abgebrochen. Was beantwortet war, ist gespeichert; der nächste Import fragt nach dem Rest.</translation>
    </message>
    <message>
        <source>Candles are judged by the feed&apos;s clock, but imports start at the wrong time.</source>
        <translation>Kerzen werden nach der Uhr des Feeds beurteilt, aber Importe starten zur falschen Zeit.</translation>
    </message>
    <message>
        <source>Candles are missing among those stored.</source>
        <translation>Zwischen den gespeicherten Kerzen fehlen welche.</translation>
    </message>
    <message>
        <source>Candles cannot be deleted while an import runs.</source>
        <translation>Während eines Imports können keine Kerzen gelöscht werden.</translation>
    </message>
    <message>
        <source>Candles stored earlier are as they were; what was being written is rolled back.</source>
        <translation>Früher gespeicherte Kerzen sind, wie sie waren; was gerade geschrieben wurde, ist zurückgenommen.</translation>
    </message>
    <message>
        <source>Change or remove {variable} there.</source>
        <translation>Ändern oder entfernen Sie {variable} dort.</translation>
    </message>
    <message>
        <source>Check REDIS_URL: the host is redis inside Docker Compose and localhost outside; or set CACHE_ENABLED=false.</source>
        <translation>Prüfen Sie REDIS_URL: Der Host heißt in Docker Compose redis und außerhalb localhost; oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>Check that its disk or network drive is connected and that its folder can be read, then try again.</source>
        <translation>Prüfen Sie, ob Festplatte oder Netzlaufwerk verbunden ist und der Ordner gelesen werden kann, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Check that the folder and the file can be written, or choose another one with --profile DIR.</source>
        <translation>Prüfen Sie, ob Ordner und Datei beschreibbar sind, oder wählen Sie mit --profile DIR einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Check the disk and the network, then import again.</source>
        <translation>Prüfen Sie Datenträger und Netzwerk und importieren Sie dann erneut.</translation>
    </message>
    <message>
        <source>Check the host and port in REDIS_URL.</source>
        <translation>Prüfen Sie Host und Port in REDIS_URL.</translation>
    </message>
    <message>
        <source>Check the network and the host in REDIS_URL, or set CACHE_ENABLED=false.</source>
        <translation>Prüfen Sie das Netzwerk und den Host in REDIS_URL, oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>Check the network, a proxy or a firewall. Stored candles are as they were.</source>
        <translation>Prüfen Sie Netzwerk, Proxy oder Firewall. Gespeicherte Kerzen sind, wie sie waren.</translation>
    </message>
    <message>
        <source>Check the network. The import starts by itself as soon as the feed answers.</source>
        <translation>Prüfen Sie das Netzwerk. Der Import startet von selbst, sobald der Feed antwortet.</translation>
    </message>
    <message>
        <source>Check the server, its load and any firewall, or set CACHE_ENABLED=false.</source>
        <translation>Prüfen Sie den Server, seine Last und Firewalls, oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>Check the server, its load and the network, or set CACHE_ENABLED=false.</source>
        <translation>Prüfen Sie den Server, seine Last und das Netzwerk, oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>Choose another data folder with --profile DIR, or add --demo.</source>
        <translation>Wählen Sie mit --profile DIR einen anderen Datenordner oder ergänzen Sie --demo.</translation>
    </message>
    <message>
        <source>Choose another data folder with --profile DIR.</source>
        <translation>Wählen Sie mit --profile DIR einen anderen Datenordner.</translation>
    </message>
    <message>
        <source>Close and start the app again; if that does not help, install it again.</source>
        <translation>Beenden Sie das Programm und starten Sie es neu; hilft das nicht, installieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Close the program that has the file open for writing, then import again.</source>
        <translation>Schließen Sie das Programm, das die Datei zum Schreiben geöffnet hat, und importieren Sie dann erneut.</translation>
    </message>
    <message>
        <source>Colours of the window.</source>
        <translation>Farben des Fensters.</translation>
    </message>
    <message>
        <source>Complete and settled; nothing to ask for.</source>
        <translation>Vollständig und endgültig; es gibt nichts zu fragen.</translation>
    </message>
    <message>
        <source>Completes run {run}, which was interrupted. {rest}</source>
        <translation>Ergänzt Lauf {run}, der unterbrochen wurde. {rest}</translation>
    </message>
    <message>
        <source>Contracts need a root, a month code and a year.</source>
        <translation>Kontrakte brauchen ein Grundsymbol, einen Monatscode und ein Jahr.</translation>
    </message>
    <message>
        <source>Correct or remove {name} in {origin}.</source>
        <translation>Berichtigen oder entfernen Sie {name} in {origin}.</translation>
    </message>
    <message>
        <source>Correct settings.toml or .env, or move the file away to use the defaults.</source>
        <translation>Berichtigen Sie settings.toml oder .env oder verschieben Sie die Datei, um die Standardwerte zu verwenden.</translation>
    </message>
    <message>
        <source>Correct the ssl_ parameters in REDIS_URL.</source>
        <translation>Berichtigen Sie die ssl_-Parameter in REDIS_URL.</translation>
    </message>
    <message>
        <source>Correct them in REDIS_URL; special characters must be percent-encoded.</source>
        <translation>Berichtigen Sie sie in REDIS_URL; Sonderzeichen müssen prozentkodiert sein.</translation>
    </message>
    <message>
        <source>DEMO: candles come from a simulated market; no network is used.</source>
        <translation>DEMO: Die Kerzen stammen aus einem simulierten Markt; es wird kein Netzwerk benutzt.</translation>
    </message>
    <message>
        <source>Daily import</source>
        <translation>Täglicher Import</translation>
    </message>
    <message>
        <source>Daily quota</source>
        <translation>Tageskontingent</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Did you mean {names}?</source>
        <translation>Meinten Sie {names}?</translation>
    </message>
    <message>
        <source>Ended with the program. What had been answered is stored; the next import asks for the rest.</source>
        <translation>Mit dem Programm beendet. Was beantwortet war, ist gespeichert; der nächste Import fragt nach dem Rest.</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Every candle that the calendar expects is stored, or was never traded.</source>
        <translation>Jede Kerze, die der Kalender erwartet, ist gespeichert oder wurde nie gehandelt.</translation>
    </message>
    <message>
        <source>Every request was answered, but {missing:,} expected candles in {series} series are missing. Later imports ask for them again while the feed has them; see: ohlc-desktop status</source>
        <translation>Jede Anfrage wurde beantwortet, aber es fehlen erwartete Kerzen: {missing:,} (Reihen: {series}). Spätere Importe fragen erneut danach, solange der Feed sie hat; siehe: ohlc-desktop status</translation>
    </message>
    <message>
        <source>Everything (debug)</source>
        <translation>Alles (Debug)</translation>
    </message>
    <message>
        <source>Everything that was asked for is up to date.</source>
        <translation>Alles, wonach gefragt wurde, ist auf dem neuesten Stand.</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Free some space on this disk, then import again: only what is missing is asked for.</source>
        <translation>Schaffen Sie Platz auf diesem Datenträger und importieren Sie dann erneut: Gefragt wird nur nach dem, was fehlt.</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>Fr</translation>
    </message>
    <message>
        <source>Begin REDIS_URL with redis:// if the server does not speak TLS, else check the server and the network.</source>
        <translation>Beginnen Sie REDIS_URL mit redis://, wenn der Server kein TLS spricht; prüfen Sie sonst den Server und das Netzwerk.</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; does not name the columns of candles.</source>
        <translation>&apos;{text}&apos; benennt nicht die Spalten von Kerzen.</translation>
    </message>
    <message>
        <source>+DI</source>
        <translation>+DI</translation>
    </message>
    <message>
        <source>-DI</source>
        <translation>-DI</translation>
    </message>
    <message>
        <source>A paid feed must give 1m, because only minutes are bought, and its most_a_day must be 0.</source>
        <translation>Ein kostenpflichtiger Feed muss 1m haben, weil nur Minuten gekauft werden, und sein most_a_day muss 0 sein.</translation>
    </message>
    <message>
        <source>ADX</source>
        <translation>ADX</translation>
    </message>
    <message>
        <source>ADX smoothing</source>
        <translation>Glättung des ADX</translation>
    </message>
    <message>
        <source>An estimate: of the last full day of {old} no closes of one kind are stored of both.</source>
        <translation>Eine Schätzung: Vom letzten vollen Tag von {old} sind nicht von beiden Schlusskurse derselben Art gespeichert.</translation>
    </message>
    <message>
        <source>Another program writes to it: nothing of it can be used yet.</source>
        <translation>Ein anderes Programm schreibt hinein: noch ist nichts davon zu gebrauchen.</translation>
    </message>
    <message>
        <source>As you said of files with these columns: nothing in this one proves or contradicts it.</source>
        <translation>Wie von Ihnen für Dateien mit diesen Spalten angegeben: Nichts in dieser belegt oder widerlegt es.</translation>
    </message>
    <message>
        <source>Average directional index (ADX, +DI, -DI)</source>
        <translation>Trendstärke (ADX, +DI, -DI)</translation>
    </message>
    <message>
        <source>Average true range (ATR)</source>
        <translation>Average True Range (ATR)</translation>
    </message>
    <message>
        <source>Base line</source>
        <translation>Basislinie (Kijun)</translation>
    </message>
    <message>
        <source>Begin REDIS_URL with rediss:// if the server speaks TLS, see the log of the server, or set CACHE_ENABLED=false.</source>
        <translation>Beginnen Sie REDIS_URL mit rediss://, wenn der Server TLS spricht, sehen Sie im Protokoll des Servers nach, oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>CCI</source>
        <translation>CCI</translation>
    </message>
    <message>
        <source>Candles of one moment do not tell their timeframe. Export a longer time.</source>
        <translation>Kerzen eines einzigen Zeitpunkts verraten ihren Zeitrahmen nicht. Exportieren Sie eine längere Zeit.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schluss</translation>
    </message>
    <message>
        <source>Commodity channel index (CCI)</source>
        <translation>Commodity Channel Index (CCI)</translation>
    </message>
    <message>
        <source>Conversion line</source>
        <translation>Wendelinie (Tenkan)</translation>
    </message>
    <message>
        <source>Displacement</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>Donchian channels</source>
        <translation>Donchian-Kanäle</translation>
    </message>
    <message>
        <source>Exponential moving average (EMA)</source>
        <translation>Exponentieller gleitender Durchschnitt (EMA)</translation>
    </message>
    <message>
        <source>Falling</source>
        <translation>Fallend</translation>
    </message>
    <message>
        <source>From line {line} on, {moment} UTC, prices stand {points} apart from those before: {usual} is usual there, and neither hour around it has a range of more than {around}.</source>
        <translation>Ab Zeile {line}, {moment} UTC, liegen die Kurse {points} von denen davor entfernt: üblich ist dort {usual}, und keine der Stunden davor und danach hat eine Spanne von mehr als {around}.</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>High, low and close of the prior day, week or month</source>
        <translation>Hoch, Tief und Schluss des Vortags, der Vorwoche oder des Vormonats</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Holiday: CME has no session on {day}.</source>
        <translation>Feiertag: Die CME hat am {day} keine Sitzung.</translation>
    </message>
    <message>
        <source>How complete this series is will be known after the next import.</source>
        <translation>Wie vollständig diese Reihe ist, zeigt sich nach dem nächsten Import.</translation>
    </message>
    <message>
        <source>Ichimoku cloud</source>
        <translation>Ichimoku-Wolke</translation>
    </message>
    <message>
        <source>If all of it is one contract say so: --unadjusted. If it was put together of two give each by itself: line {line} is the first of the second.</source>
        <translation>Ist alles ein Kontrakt, sagen Sie es: --unadjusted. Wurde sie aus zweien zusammengesetzt, geben Sie jeden für sich: Zeile {line} ist die erste des zweiten.</translation>
    </message>
    <message>
        <source>If they stay so until another day, that scale is taken over.</source>
        <translation>Bleiben sie bis zu einem anderen Tag so, wird dieser Maßstab übernommen.</translation>
    </message>
    <message>
        <source>Import again. Its last words were: {words}</source>
        <translation>Importieren Sie erneut. Seine letzten Worte waren: {words}</translation>
    </message>
    <message>
        <source>Import again; if it happens again, the log holds the details.</source>
        <translation>Importieren Sie erneut; geschieht es wieder, stehen die Einzelheiten im Protokoll.</translation>
    </message>
    <message>
        <source>Import every trading day by itself.</source>
        <translation>An jedem Handelstag von selbst importieren.</translation>
    </message>
    <message>
        <source>Import time</source>
        <translation>Importzeit</translation>
    </message>
    <message>
        <source>Import {contracts}, or take what is newer than {day} only, or estimates as well (--estimated).</source>
        <translation>Importieren Sie {contracts}, oder nehmen Sie nur, was neuer als {day} ist, oder auch Schätzungen (--estimated).</translation>
    </message>
    <message>
        <source>Import {contracts}, or take what is newer than {day} only.</source>
        <translation>Importieren Sie {contracts}, oder nehmen Sie nur, was neuer als {day} ist.</translation>
    </message>
    <message>
        <source>Imports are refused until it works (REDIS_REQUIRED).</source>
        <translation>Importe werden verweigert, bis es funktioniert (REDIS_REQUIRED).</translation>
    </message>
    <message>
        <source>In Los Angeles it is {when}. The next change of the clocks there is {change}.</source>
        <translation>In Los Angeles ist es {when}. Die nächste Zeitumstellung dort ist {change}.</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Information</translation>
    </message>
    <message>
        <source>Initial balance</source>
        <translation>Initial Balance (erste Stunde)</translation>
    </message>
    <message>
        <source>Install the packages pytz and tzdata again, then start OHLC Desktop anew.</source>
        <translation>Installieren Sie die Pakete pytz und tzdata erneut und starten Sie OHLC Desktop neu.</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>Installieren Sie das Programm erneut.</translation>
    </message>
    <message>
        <source>It failed with {name}.</source>
        <translation>Er ist mit {name} fehlgeschlagen.</translation>
    </message>
    <message>
        <source>It failed with {name}: {reason}.</source>
        <translation>Er ist mit {name} fehlgeschlagen: {reason}.</translation>
    </message>
    <message>
        <source>It gave candles of {given} minutes instead of {wanted}.</source>
        <translation>Er lieferte Kerzen von {given} statt {wanted} Minuten.</translation>
    </message>
    <message>
        <source>It gave no column of numbers for the line &apos;{key}&apos;.</source>
        <translation>Er hat für die Linie &apos;{key}&apos; keine Spalte von Zahlen geliefert.</translation>
    </message>
    <message>
        <source>It gave no line &apos;{key}&apos;.</source>
        <translation>Er hat keine Linie &apos;{key}&apos; geliefert.</translation>
    </message>
    <message>
        <source>It gave no mapping of its lines.</source>
        <translation>Er hat seine Linien nicht als Mapping geliefert.</translation>
    </message>
    <message>
        <source>It gave {found} values for the line &apos;{key}&apos; of {count} candles.</source>
        <translation>Er hat {found} Werte für die Linie &apos;{key}&apos; von {count} Kerzen geliefert.</translation>
    </message>
    <message>
        <source>It goes beyond the longer candle that it is a part of, which reaches from {low} to {high}.</source>
        <translation>Sie reicht über die längere Kerze hinaus, deren Teil sie ist und die von {low} bis {high} reicht.</translation>
    </message>
    <message>
        <source>It has characters, or an order of them, that no {notation} symbol has.</source>
        <translation>Er enthält Zeichen oder eine Zeichenfolge, die kein {notation}-Symbol hat.</translation>
    </message>
    <message>
        <source>It has the futures of the catalogue only.</source>
        <translation>Er hat nur die Futures des Katalogs.</translation>
    </message>
    <message>
        <source>It is longer than {most} characters.</source>
        <translation>Der Name ist länger als {most} Zeichen.</translation>
    </message>
    <message>
        <source>It is made of {timeframe} candles, and as well known as the least known of them.</source>
        <translation>Sie ist aus {timeframe}-Kerzen gebildet und so gesichert wie die am wenigsten gesicherte von ihnen.</translation>
    </message>
    <message>
        <source>It is no CustomIndicator.</source>
        <translation>Er ist kein CustomIndicator.</translation>
    </message>
    <message>
        <source>It must have a line that is always drawn.</source>
        <translation>Er braucht eine Linie, die immer gezeichnet wird.</translation>
    </message>
    <message>
        <source>It raised a FetchError without a Fault.</source>
        <translation>Er meldete einen FetchError ohne Fault.</translation>
    </message>
    <message>
        <source>It told no price in whole millionths of a dollar.</source>
        <translation>Er nannte keinen Preis in ganzen Millionsteln eines Dollars.</translation>
    </message>
    <message>
        <source>It told no stretch of time in whole seconds.</source>
        <translation>Er nannte keinen Zeitraum in ganzen Sekunden.</translation>
    </message>
    <message>
        <source>It trades around the clock, with days in UTC; no tick is known.</source>
        <translation>Es wird rund um die Uhr gehandelt, mit Tagen in UTC; eine Tickgröße ist nicht bekannt.</translation>
    </message>
    <message>
        <source>It trades from Sunday evening to Friday evening, with days in London; no tick and no holidays are known.</source>
        <translation>Es wird von Sonntagabend bis Freitagabend gehandelt, mit Londoner Tagen; Tickgröße und Feiertage sind nicht bekannt.</translation>
    </message>
    <message>
        <source>It was left untouched.</source>
        <translation>Die Datei blieb unberührt.</translation>
    </message>
    <message>
        <source>It was left untouched: it and its folder would both have to be written.</source>
        <translation>Sie wurde nicht angetastet: sie und ihr Ordner müssten beschrieben werden.</translation>
    </message>
    <message>
        <source>It was looked for in {folder}.</source>
        <translation>Gesucht wurde sie in {folder}.</translation>
    </message>
    <message>
        <source>Its days are those of {zone}; no tick, no holidays and no trading hours are known.</source>
        <translation>Seine Tage sind die von {zone}; Tickgröße, Feiertage und Handelszeiten sind nicht bekannt.</translation>
    </message>
    <message>
        <source>Its drawings of {symbol} stay.</source>
        <translation>Ihre Zeichnungen für {symbol} bleiben.</translation>
    </message>
    <message>
        <source>Its function cannot be called.</source>
        <translation>Seine Funktion kann nicht aufgerufen werden.</translation>
    </message>
    <message>
        <source>Its levels must be numbers.</source>
        <translation>Seine Marken müssen Zahlen sein.</translation>
    </message>
    <message>
        <source>Its parameters must be Parameters, and its lines Lines.</source>
        <translation>Seine Parameter müssen vom Typ Parameter und seine Linien vom Typ Line sein.</translation>
    </message>
    <message>
        <source>Its place must be a Place.</source>
        <translation>Sein Platz muss vom Typ Place sein.</translation>
    </message>
    <message>
        <source>Its rows say {ticker}, its name says {symbol}.</source>
        <translation>In den Zeilen steht {ticker}, im Dateinamen {symbol}.</translation>
    </message>
    <message>
        <source>Its sessions are those of its exchange; no tick is known.</source>
        <translation>Seine Handelszeiten sind die seiner Börse; eine Tickgröße ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Its stored candles stay, and the next import asks again.</source>
        <translation>Die gespeicherten Kerzen bleiben, und der nächste Import fragt wieder.</translation>
    </message>
    <message>
        <source>Its title and its label must be texts.</source>
        <translation>Sein Titel und seine Beschriftung müssen Texte sein.</translation>
    </message>
    <message>
        <source>Its volume was taken from another row or from finer candles.</source>
        <translation>Ihr Volumen stammt aus einer anderen Zeile oder aus feineren Kerzen.</translation>
    </message>
    <message>
        <source>Its {name} is no time in UTC epoch seconds.</source>
        <translation>Sein {name} ist keine Zeit in Unix-Sekunden (UTC).</translation>
    </message>
    <message>
        <source>Its {name} is of another kind than in the page on feeds.</source>
        <translation>Sein {name} ist von anderer Art, als die Seite über Feeds sagt.</translation>
    </message>
    <message>
        <source>Keeping to the pace of requests.</source>
        <translation>Das Tempo der Anfragen wird eingehalten.</translation>
    </message>
    <message>
        <source>Keltner channels</source>
        <translation>Keltner-Kanäle</translation>
    </message>
    <message>
        <source>Lagging line</source>
        <translation>Nachlaufende Linie (Chikou)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language of window, tray and charts; the command line and the logs are English.</source>
        <translation>Sprache von Fenster, Infobereich und Charts; Befehlszeile und Protokolle sind englisch.</translation>
    </message>
    <message>
        <source>Leading span A</source>
        <translation>Vorlaufende Spanne A</translation>
    </message>
    <message>
        <source>Leading span B</source>
        <translation>Vorlaufende Spanne B</translation>
    </message>
    <message>
        <source>Least important lines that are logged.</source>
        <translation>Niedrigste Stufe, die protokolliert wird.</translation>
    </message>
    <message>
        <source>Levels to each side</source>
        <translation>Marken je Seite</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Lines in pairs need a parameter &apos;bands&apos; of whole numbers.</source>
        <translation>Linien in Paaren brauchen einen Parameter &apos;bands&apos; mit ganzen Zahlen.</translation>
    </message>
    <message>
        <source>Log level</source>
        <translation>Protokollstufe</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Lower 1</source>
        <translation>Unten 1</translation>
    </message>
    <message>
        <source>Lower 2</source>
        <translation>Unten 2</translation>
    </message>
    <message>
        <source>Lower 3</source>
        <translation>Unten 3</translation>
    </message>
    <message>
        <source>MACD</source>
        <translation>MACD</translation>
    </message>
    <message>
        <source>Make both writable and try again, or copy them to a folder that is and name it with --profile DIR.</source>
        <translation>Machen Sie beides beschreibbar und versuchen Sie es erneut, oder kopieren Sie es in einen Ordner, der es ist, und nennen Sie ihn mit --profile DIR.</translation>
    </message>
    <message>
        <source>Make the folder writable, free some space, or choose another one with --profile DIR.</source>
        <translation>Machen Sie den Ordner beschreibbar, schaffen Sie Platz oder wählen Sie mit --profile DIR einen anderen.</translation>
    </message>
    <message>
        <source>Make the folder writable, or choose another one with --profile DIR.</source>
        <translation>Machen Sie den Ordner beschreibbar oder wählen Sie mit --profile DIR einen anderen.</translation>
    </message>
    <message>
        <source>Make the folder writable, or copy both files to one that is.</source>
        <translation>Machen Sie den Ordner beschreibbar oder kopieren Sie beide Dateien in einen, der es ist.</translation>
    </message>
    <message>
        <source>Make {path} writable or free some space, then try again.</source>
        <translation>Machen Sie {path} beschreibbar oder schaffen Sie Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Make {place} writable, then try again.</source>
        <translation>Machen Sie {place} beschreibbar und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Middle</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Missing or provisional candles: {count:,}. {feed} sent times of {timeframe} candles without prices or volumes.</source>
        <translation>Fehlende oder vorläufige Kerzen: {count:,}. {feed} hat Zeiten von {timeframe}-Kerzen ohne Preise oder Volumen gesendet.</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>Most US dollars that candles of each paid feed may cost in a calendar month (UTC).</source>
        <translation>Höchstbetrag in US-Dollar, den Kerzen jedes kostenpflichtigen Feeds in einem Kalendermonat (UTC) kosten dürfen.</translation>
    </message>
    <message>
        <source>Move the file away, or choose another data folder with --profile DIR.</source>
        <translation>Verschieben Sie die Datei oder wählen Sie mit --profile DIR einen anderen Datenordner.</translation>
    </message>
    <message>
        <source>Name each column, with commas between: {roles}, or skip for one that is passed over. A time of day beside a date is time; date and time in one column are moment.</source>
        <translation>Benennen Sie jede Spalte, mit Kommas dazwischen: {roles}, oder skip für eine, die übergangen wird. Eine Uhrzeit neben einem Datum ist time; Datum und Uhrzeit in einer Spalte sind moment.</translation>
    </message>
    <message>
        <source>Name each of its columns: --columns LIST.</source>
        <translation>Benennen Sie jede ihrer Spalten: --columns LIST.</translation>
    </message>
    <message>
        <source>Name its authority in REDIS_URL: rediss://host:6379/0?ssl_ca_certs=/path/to/ca.pem.</source>
        <translation>Nennen Sie seine Zertifizierungsstelle in REDIS_URL: rediss://host:6379/0?ssl_ca_certs=/pfad/zu/ca.pem.</translation>
    </message>
    <message>
        <source>Name its columns in a first line, or with ingest --columns: date,time,open,high,low,close,volume.</source>
        <translation>Benennen Sie ihre Spalten in einer ersten Zeile, oder mit ingest --columns: date,time,open,high,low,close,volume.</translation>
    </message>
    <message>
        <source>Newer candles should be in the feed by now.</source>
        <translation>Neuere Kerzen sollten inzwischen im Feed sein.</translation>
    </message>
    <message>
        <source>No Redis runs at {place}.</source>
        <translation>Unter {place} läuft kein Redis.</translation>
    </message>
    <message>
        <source>No candle of this length has closed within the reach yet.</source>
        <translation>Innerhalb der Reichweite ist noch keine Kerze dieser Länge abgeschlossen.</translation>
    </message>
    <message>
        <source>No candles are stored yet.</source>
        <translation>Es sind noch keine Kerzen gespeichert.</translation>
    </message>
    <message>
        <source>No future with the root {root} is in the catalogue.</source>
        <translation>Der Katalog enthält keinen Future mit dem Grundsymbol {root}.</translation>
    </message>
    <message>
        <source>No instrument is on the watchlist.</source>
        <translation>Auf der Watchlist steht kein Instrument.</translation>
    </message>
    <message>
        <source>No instrument with these trading hours has a candle then: nothing was traded, or {feed} did not serve it.</source>
        <translation>Kein Instrument mit diesen Handelszeiten hat dann eine Kerze: Es wurde nichts gehandelt, oder {feed} hat es nicht geliefert.</translation>
    </message>
    <message>
        <source>No row is credible: the range is far beyond the usual. The narrowest row stands.</source>
        <translation>Keine Zeile ist glaubhaft: Die Spanne liegt weit über der üblichen. Es gilt die engste Zeile.</translation>
    </message>
    <message>
        <source>No row is credible: two contracts, {spread:,.10g} apart, are mixed in it. The narrowest row stands.</source>
        <translation>Keine Zeile ist glaubhaft: Zwei Kontrakte, {spread:,.10g} auseinander, sind darin vermischt. Es gilt die engste Zeile.</translation>
    </message>
    <message>
        <source>No row is credible; the most modest one stands.</source>
        <translation>Keine Zeile ist glaubhaft; es gilt die bescheidenste.</translation>
    </message>
    <message>
        <source>No symbol is longer than {count} characters.</source>
        <translation>Kein Symbol ist länger als {count} Zeichen.</translation>
    </message>
    <message>
        <source>No {timeframe} candles of {symbol} have been imported yet.</source>
        <translation>Von {symbol} wurden noch keine {timeframe}-Kerzen importiert.</translation>
    </message>
    <message>
        <source>None of the rows that {feed} sent can be a candle: {reasons}.</source>
        <translation>Keine der Zeilen, die {feed} gesendet hat, kann eine Kerze sein: {reasons}.</translation>
    </message>
    <message>
        <source>None of the shorter candles in it came near its high or low: they reach from {low} to {high}.</source>
        <translation>Keine der kürzeren Kerzen in ihr kam ihrem Hoch oder Tief nahe: Sie reichen von {low} bis {high}.</translation>
    </message>
    <message>
        <source>Not in the catalogue: no tick and no trading hours are known before the next import.</source>
        <translation>Nicht im Katalog: vor dem nächsten Import sind weder Tickgröße noch Handelszeiten bekannt.</translation>
    </message>
    <message>
        <source>Not in the catalogue: no tick and no trading hours; the next import will tell whether {feed} knows it.</source>
        <translation>Nicht im Katalog: keine Tickgröße und keine Handelszeiten; der nächste Import zeigt, ob {feed} es kennt.</translation>
    </message>
    <message>
        <source>Nothing has been imported into this profile.</source>
        <translation>In dieses Profil wurde noch nichts importiert.</translation>
    </message>
    <message>
        <source>Nothing is needed. To use Redis, switch it on in Settings.</source>
        <translation>Es ist nichts zu tun. Wenn Sie Redis verwenden wollen, schalten Sie es in den Einstellungen ein.</translation>
    </message>
    <message>
        <source>Nothing is needed: it goes on by itself. Fewer requests a second in Settings help.</source>
        <translation>Es ist nichts zu tun: Es geht von selbst weiter. Weniger Anfragen pro Sekunde in den Einstellungen helfen.</translation>
    </message>
    <message>
        <source>Nothing is needed: the feed is asked again after the pause.</source>
        <translation>Es ist nichts zu tun: Nach der Pause wird der Feed erneut gefragt.</translation>
    </message>
    <message>
        <source>Nothing is needed; Import now does not wait for it.</source>
        <translation>Es ist nichts zu tun; „Jetzt importieren“ wartet nicht darauf.</translation>
    </message>
    <message>
        <source>Nothing is stored yet.</source>
        <translation>Es ist noch nichts gespeichert.</translation>
    </message>
    <message>
        <source>Nothing on the watchlist is called {text}.</source>
        <translation>Auf der Watchlist heißt nichts {text}.</translation>
    </message>
    <message>
        <source>Nothing tells which row is true: the one that claims less stands.</source>
        <translation>Nichts sagt, welche Zeile stimmt: Es gilt die, die weniger behauptet.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Nothing was changed; imports go on as before.</source>
        <translation>Es wurde nichts geändert; Importe laufen weiter wie bisher.</translation>
    </message>
    <message>
        <source>Nothing was changed; that value wins over the settings page.</source>
        <translation>Es wurde nichts geändert; jener Wert hat Vorrang vor der Seite „Einstellungen“.</translation>
    </message>
    <message>
        <source>Nothing was imported; stored candles are as they were.</source>
        <translation>Es wurde nichts importiert; gespeicherte Kerzen sind, wie sie waren.</translation>
    </message>
    <message>
        <source>Nothing was started; stored candles are as they were.</source>
        <translation>Es wurde nichts gestartet; gespeicherte Kerzen sind, wie sie waren.</translation>
    </message>
    <message>
        <source>Nothing was started; that import goes on.</source>
        <translation>Es wurde nichts gestartet; jener Import läuft weiter.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>Es wurde nichts eingegeben.</translation>
    </message>
    <message>
        <source>OBV</source>
        <translation>OBV</translation>
    </message>
    <message>
        <source>Older candles brought to the new scale: {candles:,}; drawings: {drawings:,}.</source>
        <translation>Ältere Kerzen, die auf den neuen Maßstab gebracht wurden: {candles:,}; Zeichnungen: {drawings:,}.</translation>
    </message>
    <message>
        <source>Older candles put back to the former scale: {candles:,}; drawings: {drawings:,}.</source>
        <translation>Ältere Kerzen, die auf den früheren Maßstab zurückgebracht wurden: {candles:,}; Zeichnungen: {drawings:,}.</translation>
    </message>
    <message>
        <source>One candle is missing.</source>
        <translation>Eine Kerze fehlt.</translation>
    </message>
    <message>
        <source>One of {feed}&apos;s voices alone is known; nothing contradicts it.</source>
        <translation>Nur eine Stimme von {feed} ist bekannt; nichts widerspricht ihr.</translation>
    </message>
    <message>
        <source>Or set REDIS_REQUIRED=false.</source>
        <translation>Oder REDIS_REQUIRED=false setzen.</translation>
    </message>
    <message>
        <source>Redis is switched off (CACHE_ENABLED=false): answers of feeds and the request quota are not shared between machines.</source>
        <translation>Redis ist ausgeschaltet (CACHE_ENABLED=false): Antworten der Datenquellen und das Kontingent werden nicht mit anderen Rechnern geteilt.</translation>
    </message>
    <message>
        <source>Redis is switched off: answers of feeds and the request quota are not shared between machines.</source>
        <translation>Redis ist ausgeschaltet: Antworten der Datenquellen und das Kontingent werden nicht mit anderen Rechnern geteilt.</translation>
    </message>
    <message>
        <source>Relative strength index (RSI)</source>
        <translation>Relative-Stärke-Index (RSI)</translation>
    </message>
    <message>
        <source>Simple moving average (SMA)</source>
        <translation>Einfacher gleitender Durchschnitt (SMA)</translation>
    </message>
    <message>
        <source>Start Redis there, or correct host and port in REDIS_URL (inside Docker Compose the host is redis, not localhost), or set CACHE_ENABLED=false.</source>
        <translation>Starten Sie Redis dort, berichtigen Sie Host und Port in REDIS_URL (in Docker Compose heißt der Host redis, nicht localhost), oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>The difference is not known: import {contracts}.</source>
        <translation>Die Differenz ist nicht bekannt: Importieren Sie {contracts}.</translation>
    </message>
    <message>
        <source>The host, the port or a parameter in REDIS_URL cannot be read.</source>
        <translation>Der Host, der Port oder ein Parameter in REDIS_URL ist nicht zu lesen.</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; is no date and time as line {line} has them</source>
        <translation>„{text}“ ist keine Datums- und Zeitangabe wie in Zeile {line}</translation>
    </message>
    <message>
        <source>&quot;{text}&quot; is no number</source>
        <translation>„{text}“ ist keine Zahl</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; cannot be the name of a source.</source>
        <translation>„{name}“ kann kein Name einer Quelle sein.</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a continuous series.</source>
        <translation>„{text}“ ist keine fortlaufende Reihe.</translation>
    </message>
    <message>
        <source>A choice is made between what sources gave themselves: see ohlc-desktop sources compare.</source>
        <translation>Gewählt wird zwischen dem, was Quellen selbst lieferten: siehe ohlc-desktop sources compare.</translation>
    </message>
    <message>
        <source>A continuous series rolls by one of: {rules}.</source>
        <translation>Eine fortlaufende Reihe rollt nach einer von: {rules}.</translation>
    </message>
    <message>
        <source>A feed that comes with the program is called {name} already.</source>
        <translation>Ein Feed, den das Programm mitbringt, heißt schon {name}.</translation>
    </message>
    <message>
        <source>A plug-in&apos;s feed can neither be simulated nor have a file of habits.</source>
        <translation>Der Feed eines Plug-ins kann weder simuliert sein noch eine Datei mit Gewohnheiten haben.</translation>
    </message>
    <message>
        <source>A ratio of prices says nothing there: nothing was adjusted.</source>
        <translation>Ein Verhältnis von Preisen sagt dort nichts: Nichts wurde angepasst.</translation>
    </message>
    <message>
        <source>Address of the releases</source>
        <translation>Adresse der Ausgaben</translation>
    </message>
    <message>
        <source>Adjust by difference, or take what is newer only.</source>
        <translation>Passen Sie nach der Differenz an, oder nehmen Sie nur, was neuer ist.</translation>
    </message>
    <message>
        <source>All machines that share it have sent {count:,} requests today.</source>
        <translation>Alle Rechner, die es teilen, haben heute zusammen {count:,} Anfragen gesendet.</translation>
    </message>
    <message>
        <source>All of it is bought and stored.</source>
        <translation>Alles ist gekauft und gespeichert.</translation>
    </message>
    <message>
        <source>All of them are too old or too new, or at fault.</source>
        <translation>Alle sind zu alt, zu neu oder fehlerhaft.</translation>
    </message>
    <message>
        <source>An answer of the feed leaves this session out; what it gave before stays stored.</source>
        <translation>Eine Antwort der Datenquelle lässt diese Sitzung aus; was sie vorher lieferte, bleibt gespeichert.</translation>
    </message>
    <message>
        <source>Another machine asks {feed} for {symbol} {timeframe}; its answer is awaited.</source>
        <translation>Ein anderer Rechner fragt {feed} nach {symbol} {timeframe}; auf seine Antwort wird gewartet.</translation>
    </message>
    <message>
        <source>Answers that other machines shared through Redis: {count}.</source>
        <translation>Antworten, die andere Rechner über Redis geteilt haben: {count}.</translation>
    </message>
    <message>
        <source>Another machine pushes to the hub at {place} at the moment.</source>
        <translation>Gerade überträgt ein anderer Computer an den Hub auf {place}.</translation>
    </message>
    <message>
        <source>A pooler stands before the hub at {place} that shares connections between transactions: {reason}.</source>
        <translation>Vor dem Hub auf {place} steht ein Pooler, der Verbindungen zwischen Transaktionen teilt: {reason}.</translation>
    </message>
    <message>
        <source>Another machine, {machine}, fills the hub, so imports here follow it.</source>
        <translation>Ein anderer Rechner, {machine}, füllt den Hub; Importe hier folgen ihm deshalb.</translation>
    </message>
    <message>
        <source>Another machine, {machine}, fills the hub, so this import follows it.</source>
        <translation>Ein anderer Rechner, {machine}, füllt den Hub; dieser Import folgt ihm deshalb.</translation>
    </message>
    <message>
        <source>Around line {line} {scaled:,} of {compared:,} are {ratio} times what is stored.</source>
        <translation>Um Zeile {line} sind {scaled:,} von {compared:,} das {ratio}-Fache dessen, was gespeichert ist.</translation>
    </message>
    <message>
        <source>Around line {line} {shifted:,} of {compared:,} lie {offset} off what is stored.</source>
        <translation>Um Zeile {line} liegen {shifted:,} von {compared:,} um {offset} neben dem, was gespeichert ist.</translation>
    </message>
    <message>
        <source>As you say: nothing in the file proves or contradicts it.</source>
        <translation>Wie von Ihnen angegeben: Nichts in der Datei belegt oder widerlegt es.</translation>
    </message>
    <message>
        <source>Ask for a later moment, or read what is known now.</source>
        <translation>Nennen Sie einen späteren Zeitpunkt, oder lesen Sie, was jetzt bekannt ist.</translation>
    </message>
    <message>
        <source>Ask the address below once a day whether there is a newer version; else nobody is asked.</source>
        <translation>Einmal am Tag die Adresse darunter fragen, ob es eine neuere Version gibt; sonst wird niemand gefragt.</translation>
    </message>
    <message>
        <source>Ask who runs it to grant the role that ends in _writer, or _reader.</source>
        <translation>Bitten Sie, wer ihn betreibt, um die Rolle, die auf _writer oder _reader endet.</translation>
    </message>
    <message>
        <source>Ask who runs it to grant the role that ends in _writer, or let this machine follow.</source>
        <translation>Bitten Sie, wer ihn betreibt, um die Rolle, die auf _writer endet, oder lassen Sie diesen Computer folgen.</translation>
    </message>
    <message>
        <source>Both are never mixed: nothing of it can be stored.</source>
        <translation>Beide werden nie gemischt: Nichts davon kann gespeichert werden.</translation>
    </message>
    <message>
        <source>Bring the server to a version that is still maintained: https://www.postgresql.org/support/versioning/</source>
        <translation>Bringen Sie den Server auf eine Version, die noch gepflegt wird: https://www.postgresql.org/support/versioning/</translation>
    </message>
    <message>
        <source>Cancelled before all of it was stored.</source>
        <translation>Abgebrochen, bevor alles gespeichert war.</translation>
    </message>
    <message>
        <source>Cancelled before it was bought.</source>
        <translation>Abgebrochen, bevor es gekauft wurde.</translation>
    </message>
    <message>
        <source>Cancelled. What had been answered is stored.</source>
        <translation>Abgebrochen. Was schon beantwortet war, ist gespeichert.</translation>
    </message>
    <message>
        <source>Cancelled. Whole sessions that had been stored stay; the same files again store the rest.</source>
        <translation>Abgebrochen. Ganze Sitzungen, die gespeichert waren, bleiben; dieselben Dateien noch einmal speichern den Rest.</translation>
    </message>
    <message>
        <source>Cancelled: whole sessions of it may be stored.</source>
        <translation>Abgebrochen: Ganze Sitzungen daraus können gespeichert sein.</translation>
    </message>
    <message>
        <source>Candles stored on this machine are as they were; what the hub had committed stays.</source>
        <translation>Auf diesem Computer gespeicherte Kerzen sind unverändert; was der Hub schon übernommen hatte, bleibt.</translation>
    </message>
    <message>
        <source>Candles up to {day} are left out.</source>
        <translation>Kerzen bis {day} sind ausgelassen.</translation>
    </message>
    <message>
        <source>Check its name and its permissions, then try again.</source>
        <translation>Prüfen Sie den Namen und die Zugriffsrechte, dann versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Check that PostgreSQL runs there and that the network is up; it is tried again next time.</source>
        <translation>Prüfen Sie, ob PostgreSQL dort läuft und das Netz steht; beim nächsten Mal wird es wieder versucht.</translation>
    </message>
    <message>
        <source>Check that it is whole and that its header belongs to its rows.</source>
        <translation>Prüfen Sie, ob sie vollständig ist und die Kopfzeile zu den Zeilen passt.</translation>
    </message>
    <message>
        <source>Check the dates in it, and the clock of this computer.</source>
        <translation>Prüfen Sie die Daten darin und die Uhr dieses Computers.</translation>
    </message>
    <message>
        <source>Check the instrument, the format and that it is sorted. All rows: ohlc-desktop inspect --verbose FILE</source>
        <translation>Prüfen Sie das Instrument, das Format und die Reihenfolge. Alle Zeilen: ohlc-desktop inspect --verbose FILE</translation>
    </message>
    <message>
        <source>Chicago</source>
        <translation>Chicago</translation>
    </message>
    <message>
        <source>Choose another folder in the settings, or make this one reachable.</source>
        <translation>Wählen Sie in den Einstellungen einen anderen Ordner oder machen Sie diesen erreichbar.</translation>
    </message>
    <message>
        <source>Closes of {day}: {new} {new_close} less {old} {old_close} = {points}.</source>
        <translation>Schlusskurse vom {day}: {new} {new_close} weniger {old} {old_close} = {points}.</translation>
    </message>
    <message>
        <source>Compare sslmode and sslrootcert in OHLC_DESKTOP_HUB with what the server offers.</source>
        <translation>Vergleichen Sie sslmode und sslrootcert in OHLC_DESKTOP_HUB mit dem, was der Server anbietet.</translation>
    </message>
    <message>
        <source>Connect to PostgreSQL itself, or let the pooler share connections between sessions only: pool_mode = session.</source>
        <translation>Verbinden Sie sich mit PostgreSQL selbst, oder lassen Sie den Pooler Verbindungen nur zwischen Sitzungen teilen: pool_mode = session.</translation>
    </message>
    <message>
        <source>Contracts around rolls</source>
        <translation>Kontrakte um Rolltermine</translation>
    </message>
    <message>
        <source>Copy it from https://databento.com/portal/keys</source>
        <translation>Kopieren Sie ihn von https://databento.com/portal/keys</translation>
    </message>
    <message>
        <source>Correct the user in OHLC_DESKTOP_HUB, and the password there, in PGPASSWORD, in .pgpass, or in the keyring: ohlc-desktop hub login.</source>
        <translation>Berichtigen Sie den Benutzer in OHLC_DESKTOP_HUB und das Passwort dort, in PGPASSWORD, in .pgpass oder im Schlüsselbund: ohlc-desktop hub login.</translation>
    </message>
    <message>
        <source>Databento asks for a pause: too many requests.</source>
        <translation>Databento bittet um eine Pause: zu viele Anfragen.</translation>
    </message>
    <message>
        <source>Databento asks for payment: {told}. See https://databento.com/portal/billing</source>
        <translation>Databento verlangt eine Zahlung: {told}. Siehe https://databento.com/portal/billing</translation>
    </message>
    <message>
        <source>Databento cannot be reached: there is no network, or its server is down.</source>
        <translation>Databento ist nicht zu erreichen: Es gibt kein Netz, oder der Server läuft nicht.</translation>
    </message>
    <message>
        <source>Databento did not answer in time.</source>
        <translation>Databento hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Databento does not accept the key. Keep the right one: ohlc-desktop databento login</source>
        <translation>Databento nimmt den Schlüssel nicht an. Hinterlegen Sie den richtigen: ohlc-desktop databento login</translation>
    </message>
    <message>
        <source>Databento has no candle of a minute in which nothing was traded.</source>
        <translation>Databento hat keine Kerze für eine Minute, in der nichts gehandelt wurde.</translation>
    </message>
    <message>
        <source>Databento has no {symbol} in this time.</source>
        <translation>Databento hat {symbol} in dieser Zeit nicht.</translation>
    </message>
    <message>
        <source>Databento is asked for futures of CME only, and not for {symbol}.</source>
        <translation>Databento wird nur nach Futures der CME gefragt, nicht nach {symbol}.</translation>
    </message>
    <message>
        <source>Databento needs its own client.</source>
        <translation>Databento braucht seinen eigenen Client.</translation>
    </message>
    <message>
        <source>Databento refuses this request: {told}.</source>
        <translation>Databento lehnt diese Anfrage ab: {told}.</translation>
    </message>
    <message>
        <source>Databento&apos;s answer cannot be read: {reason}.</source>
        <translation>Die Antwort von Databento ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>Databento&apos;s answer was cut off.</source>
        <translation>Die Antwort von Databento wurde abgeschnitten.</translation>
    </message>
    <message>
        <source>Databento&apos;s client cannot be used: {reason}.</source>
        <translation>Der Client von Databento lässt sich nicht verwenden: {reason}.</translation>
    </message>
    <message>
        <source>Databento&apos;s prices of {symbol} have another scale: their step is {step:g} instead of {tick:g}.</source>
        <translation>Die Preise von {symbol} haben bei Databento einen anderen Maßstab: Ihr Schritt ist {step:g} statt {tick:g}.</translation>
    </message>
    <message>
        <source>Databento&apos;s server has a fault (HTTP {status}: {told}).</source>
        <translation>Der Server von Databento hat einen Fehler (HTTP {status}: {told}).</translation>
    </message>
    <message>
        <source>Databento&apos;s {symbol} is the contract of {month:02d}/{year} in this time, and not {wanted}.</source>
        <translation>{symbol} ist bei Databento in dieser Zeit der Kontrakt {month:02d}/{year} und nicht {wanted}.</translation>
    </message>
    <message>
        <source>Export a file for each.</source>
        <translation>Exportieren Sie für jedes eine eigene Datei.</translation>
    </message>
    <message>
        <source>Export days.</source>
        <translation>Exportieren Sie Tage.</translation>
    </message>
    <message>
        <source>Export it adjusted for splits, and not for dividends: so are the prices that feeds give.</source>
        <translation>Um Splits bereinigt exportieren, und nicht um Dividenden: So sind die Kurse, die Datenquellen geben.</translation>
    </message>
    <message>
        <source>Export it again, with its rows.</source>
        <translation>Exportieren Sie sie noch einmal, mit ihren Zeilen.</translation>
    </message>
    <message>
        <source>Export it again; the program that wrote it was cut off.</source>
        <translation>Exportieren Sie sie noch einmal; das Programm, das sie schrieb, wurde unterbrochen.</translation>
    </message>
    <message>
        <source>Export it with a point before the decimals: 20123.25.</source>
        <translation>Exportieren Sie sie mit einem Punkt vor den Dezimalen: 20123.25.</translation>
    </message>
    <message>
        <source>Export it without adjustment, or a file for each contract.</source>
        <translation>Exportieren Sie sie ohne Anpassung, oder eine Datei je Kontrakt.</translation>
    </message>
    <message>
        <source>Feeds</source>
        <translation>Feeds</translation>
    </message>
    <message>
        <source>Feeds are asked for {names} only, not for {name}.</source>
        <translation>Feeds werden nur nach {names} gefragt, nicht nach {name}.</translation>
    </message>
    <message>
        <source>Files in it are not taken in meanwhile.</source>
        <translation>Dateien darin werden so lange nicht aufgenommen.</translation>
    </message>
    <message>
        <source>Files of candles that appear in it are taken in; they stay where they are.</source>
        <translation>Dateien mit Kerzen, die darin erscheinen, werden aufgenommen; sie bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Follows the hub</source>
        <translation>Folgt dem Hub</translation>
    </message>
    <message>
        <source>Follows {contract}, as {feed} names it; not proven.</source>
        <translation>Folgt {contract}, wie {feed} ihn nennt; nicht bewiesen.</translation>
    </message>
    <message>
        <source>Follows {contract}, proven by that contract&apos;s candles.</source>
        <translation>Folgt {contract}, bewiesen durch die Kerzen dieses Kontrakts.</translation>
    </message>
    <message>
        <source>Follows {contract}, proven by that contract&apos;s candles; {feed} still names {named}.</source>
        <translation>Folgt {contract}, bewiesen durch die Kerzen dieses Kontrakts; {feed} nennt noch {named}.</translation>
    </message>
    <message>
        <source>Follows {contract}: the paid feed tells it of each candle that it gave.</source>
        <translation>Folgt {contract}: Die bezahlte Datenquelle sagt es von jeder Kerze, die sie gab.</translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another data folder with --profile DIR.</source>
        <translation>Schaffen Sie Platz auf diesem Laufwerk, oder wählen Sie mit --profile DIR einen anderen Datenordner.</translation>
    </message>
    <message>
        <source>Free some space on the server; what is left to push goes next time.</source>
        <translation>Schaffen Sie Platz auf dem Server; was noch zu übertragen ist, folgt beim nächsten Mal.</translation>
    </message>
    <message>
        <source>From {files}.</source>
        <translation>Aus {files}.</translation>
    </message>
    <message>
        <source>Give the one that you trust alone, or each by itself under a --source of its own.</source>
        <translation>Geben Sie nur die an, der Sie trauen, oder jede für sich mit einer eigenen --source.</translation>
    </message>
    <message>
        <source>HTTP {status}</source>
        <translation>HTTP {status}</translation>
    </message>
    <message>
        <source>Hub address</source>
        <translation>Hub-Adresse</translation>
    </message>
    <message>
        <source>If it is adjusted for splits and not for dividends say so: --unadjusted. Or import days first: ohlc-desktop import.</source>
        <translation>Falls sie um Splits und nicht um Dividenden bereinigt ist, dies angeben: --unadjusted. Oder zuerst Tage importieren: ohlc-desktop import.</translation>
    </message>
    <message>
        <source>If you exported it without adjustment say so: --unadjusted. Or import days first: ohlc-desktop import.</source>
        <translation>Haben Sie sie ohne Anpassung exportiert, so sagen Sie es: --unadjusted. Oder importieren Sie zuerst Tage: ohlc-desktop import.</translation>
    </message>
    <message>
        <source>Import days of the same time first: ohlc-desktop import.</source>
        <translation>Importieren Sie zuerst Tage derselben Zeit: ohlc-desktop import.</translation>
    </message>
    <message>
        <source>Import on the machine that fills it.</source>
        <translation>Importieren Sie auf dem Computer, der ihn füllt.</translation>
    </message>
    <message>
        <source>Import the contracts before and after each roll of futures, at most ten requests a day for seven of them.</source>
        <translation>Die Kontrakte vor und nach jedem Rolltermin von Futures importieren, höchstens zehn Anfragen am Tag für sieben davon.</translation>
    </message>
    <message>
        <source>Imports and fills the hub</source>
        <translation>Importiert für den Hub</translation>
    </message>
    <message>
        <source>Imports go on without it.</source>
        <translation>Importe laufen ohne Redis weiter.</translation>
    </message>
    <message>
        <source>Imports go on; what they bring is pushed as soon as it can be used.</source>
        <translation>Importe laufen weiter; was sie bringen, wird übertragen, sobald er benutzt werden kann.</translation>
    </message>
    <message>
        <source>In {month} (UTC) {used} of {limit} are spent or reserved.</source>
        <translation>Im Monat {month} (UTC) sind {used} von {limit} ausgegeben oder reserviert.</translation>
    </message>
    <message>
        <source>Install OHLC Desktop with Python: pip install &apos;ohlc-desktop[databento]&apos;</source>
        <translation>Installieren Sie OHLC Desktop mit Python: pip install &apos;ohlc-desktop[databento]&apos;</translation>
    </message>
    <message>
        <source>Install it again: pip install --force-reinstall &apos;databento&lt;1&apos;</source>
        <translation>Installieren Sie ihn neu: pip install --force-reinstall &apos;databento&lt;1&apos;</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;ohlc-desktop[databento]&apos;</source>
        <translation>Installieren Sie ihn: pip install &apos;ohlc-desktop[databento]&apos;</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;ohlc-desktop[hub]&apos;</source>
        <translation>Installieren Sie ihn: pip install &apos;ohlc-desktop[hub]&apos;</translation>
    </message>
    <message>
        <source>It costs {amount}, and of the {limit} that may be spent in {month} (UTC) {left} are left.</source>
        <translation>Es kostet {amount}, und von den {limit}, die im Monat {month} (UTC) ausgegeben werden dürfen, sind {left} übrig.</translation>
    </message>
    <message>
        <source>It gave columns that are not equally long.</source>
        <translation>Er lieferte Spalten, die nicht gleich lang sind.</translation>
    </message>
    <message>
        <source>It gave no Answer.</source>
        <translation>Er lieferte keine Answer.</translation>
    </message>
    <message>
        <source>It gave times that are no whole seconds.</source>
        <translation>Er lieferte Zeiten, die keine ganzen Sekunden sind.</translation>
    </message>
    <message>
        <source>It has saved no request today (since 00:00 UTC).</source>
        <translation>Heute (seit 00:00 UTC) hat es noch keine Anfrage erspart.</translation>
    </message>
    <message>
        <source>It is empty.</source>
        <translation>Er ist leer.</translation>
    </message>
    <message>
        <source>It is no FeedSpec.</source>
        <translation>Er ist keine FeedSpec.</translation>
    </message>
    <message>
        <source>It is no text of candles, or it is damaged: export it again.</source>
        <translation>Sie ist kein Text mit Kerzen oder beschädigt: Exportieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>It is said otherwise, but the file proves {reading}. {why}</source>
        <translation>Angegeben ist anderes, aber die Datei belegt: {reading}. {why}</translation>
    </message>
    <message>
        <source>It is the last trading day.</source>
        <translation>Es ist der letzte Handelstag.</translation>
    </message>
    <message>
        <source>It is too short to prove anything, and is read as {file}, which is written alike: {reading}. {outside:,} of {rows:,} candles stand outside of the sessions so, under no reading fewer.</source>
        <translation>Sie ist zu kurz, um etwas zu beweisen, und wird gelesen wie {file}, die ebenso geschrieben ist: {reading}. {outside:,} von {rows:,} Kerzen stehen so außerhalb der Sitzungen, bei keiner Lesart weniger.</translation>
    </message>
    <message>
        <source>It may be billed all the same, and counts as spent. What was stored before is not bought again; give the same order to go on.</source>
        <translation>Sie kann trotzdem berechnet werden und zählt als ausgegeben. Was schon gespeichert ist, wird nicht noch einmal gekauft; geben Sie dieselbe Bestellung noch einmal auf, um fortzufahren.</translation>
    </message>
    <message>
        <source>It was chosen by hand.</source>
        <translation>Sie wurde von Hand gewählt.</translation>
    </message>
    <message>
        <source>It was made for version {theirs} of the protocol of feeds; this program speaks version {ours}.</source>
        <translation>Er wurde für Version {theirs} des Protokolls für Feeds gemacht; dieses Programm spricht Version {ours}.</translation>
    </message>
    <message>
        <source>It was put together of several files: give each by itself.</source>
        <translation>Sie wurde aus mehreren Dateien zusammengesetzt: Geben Sie jede für sich an.</translation>
    </message>
    <message>
        <source>Its days are written with a time of day. Export it with dates alone, such as 2026-11-23.</source>
        <translation>Die Tage sind mit einer Uhrzeit geschrieben. Exportieren Sie die Datei nur mit Daten, etwa 2026-11-23.</translation>
    </message>
    <message>
        <source>Its feed is called {name}, and so is that of {other}.</source>
        <translation>Sein Feed heißt {name}, und der von {other} heißt ebenso.</translation>
    </message>
    <message>
        <source>Its host must be a name and a port, or None.</source>
        <translation>Sein Host muss aus Name und Port bestehen oder None sein.</translation>
    </message>
    <message>
        <source>Its limits must be FeedLimits by timeframe, at least of one.</source>
        <translation>Seine Grenzen müssen FeedLimits je Zeiteinheit sein, mindestens für eine.</translation>
    </message>
    <message>
        <source>Its names, its rights and its three example symbols must be texts.</source>
        <translation>Seine Namen, seine Rechte und seine drei Beispielsymbole müssen Texte sein.</translation>
    </message>
    <message>
        <source>Its prices have another scale than the stored ones of {symbol}; none of it was stored.</source>
        <translation>Die Preise haben einen anderen Maßstab als die gespeicherten von {symbol}; nichts davon wurde gespeichert.</translation>
    </message>
    <message>
        <source>Its rows are {seconds} seconds apart, which is no timeframe. Export it as 1m candles.</source>
        <translation>Die Zeilen liegen {seconds} Sekunden auseinander, das ist keine Zeiteinheit. Exportieren Sie die Datei als 1m-Kerzen.</translation>
    </message>
    <message>
        <source>Its source must be written as package.module:Class.</source>
        <translation>Seine source muss als package.module:Class geschrieben sein.</translation>
    </message>
    <message>
        <source>Its symbol_of must be a function, and its habits a Message.</source>
        <translation>Sein symbol_of muss eine Funktion und seine habits müssen eine Message sein.</translation>
    </message>
    <message>
        <source>Its volume tells whether {root} follows a month that is traded.</source>
        <translation>Sein Volumen sagt, ob {root} einem Monat folgt, der gehandelt wird.</translation>
    </message>
    <message>
        <source>Keep one in the system&apos;s keyring: ohlc-desktop databento login. Or set DATABENTO_API_KEY.</source>
        <translation>Hinterlegen Sie einen im Schlüsselbund des Systems: ohlc-desktop databento login. Oder setzen Sie DATABENTO_API_KEY.</translation>
    </message>
    <message>
        <source>Known are: {known}.</source>
        <translation>Bekannt sind: {known}.</translation>
    </message>
    <message>
        <source>Last day of {old}: {day}.</source>
        <translation>Letzter Tag von {old}: {day}.</translation>
    </message>
    <message>
        <source>Let this machine follow it with OHLC_DESKTOP_HUB_ROLE=follow; or let it fill the hub from now on: ohlc-desktop hub push --take-over</source>
        <translation>Lassen Sie diesen Rechner mit OHLC_DESKTOP_HUB_ROLE=follow folgen; oder lassen Sie ihn von jetzt an den Hub füllen: ohlc-desktop hub push --take-over</translation>
    </message>
    <message>
        <source>Line {line} of {path}: &quot;{text}&quot; has a decimal comma.</source>
        <translation>Zeile {line} von {path}: „{text}“ hat ein Dezimalkomma.</translation>
    </message>
    <message>
        <source>Line {line} of {path}: &quot;{text}&quot; is no date or time that can be read in one way only.</source>
        <translation>Zeile {line} von {path}: „{text}“ ist keine Datums- oder Zeitangabe, die sich nur auf eine Weise lesen lässt.</translation>
    </message>
    <message>
        <source>Los Angeles (Pacific)</source>
        <translation>Los Angeles (Pazifik)</translation>
    </message>
    <message>
        <source>Make it on the server: createdb NAME. Or correct the name in OHLC_DESKTOP_HUB.</source>
        <translation>Legen Sie sie auf dem Server an: createdb NAME. Oder berichtigen Sie den Namen in OHLC_DESKTOP_HUB.</translation>
    </message>
    <message>
        <source>Make it, or bring it forward, as a user who may create schemas and roles: ohlc-desktop hub init</source>
        <translation>Legen Sie es an oder bringen Sie es auf den neuen Stand, als Benutzer, der Schemas und Rollen anlegen darf: ohlc-desktop hub init</translation>
    </message>
    <message>
        <source>Make one, as a user who may create schemas and roles: ohlc-desktop hub init</source>
        <translation>Legen Sie eines an, als Benutzer, der Schemas und Rollen anlegen darf: ohlc-desktop hub init</translation>
    </message>
    <message>
        <source>Most requests a day to each feed, counted from 00:00 UTC.</source>
        <translation>Höchstzahl der Anfragen pro Tag an jeden Feed, gezählt ab 00:00 UTC.</translation>
    </message>
    <message>
        <source>Most requests a second to each feed; 0 switches the limit off.</source>
        <translation>Höchstzahl der Anfragen pro Sekunde an jeden Feed; 0 schaltet die Grenze ab.</translation>
    </message>
    <message>
        <source>Moving average convergence/divergence (MACD)</source>
        <translation>Konvergenz/Divergenz gleitender Durchschnitte (MACD)</translation>
    </message>
    <message>
        <source>Name the contract that they are of, such as: --symbol &apos;NQ 12-26&apos;</source>
        <translation>Nennen Sie den Kontrakt, zu dem sie gehören, etwa: --symbol &apos;NQ 12-26&apos;</translation>
    </message>
    <message>
        <source>Name the files in it, such as {path}/*.txt.</source>
        <translation>Nennen Sie die Dateien darin, etwa {path}/*.txt.</translation>
    </message>
    <message>
        <source>Neither its name nor its rows tell whose candles they are. Name the instrument: --symbol NQ.</source>
        <translation>Weder der Name noch die Zeilen sagen, wessen Kerzen es sind. Nennen Sie das Instrument: --symbol NQ.</translation>
    </message>
    <message>
        <source>Neither the sessions nor stored candles prove what the stamps mean.</source>
        <translation>Weder die Handelszeiten noch gespeicherte Kerzen beweisen, was die Zeitstempel bedeuten.</translation>
    </message>
    <message>
        <source>New York</source>
        <translation>New York</translation>
    </message>
    <message>
        <source>New versions</source>
        <translation>Neue Versionen</translation>
    </message>
    <message>
        <source>No candle of this timeframe has all of its days stored.</source>
        <translation>Von keiner Kerze dieser Zeiteinheit sind alle Tage gespeichert.</translation>
    </message>
    <message>
        <source>No candles of {contracts} are there.</source>
        <translation>Von {contracts} sind keine Kerzen da.</translation>
    </message>
    <message>
        <source>No other machine shares an answer to it any more; the next import asks for it.</source>
        <translation>Kein anderer Rechner teilt noch eine Antwort darauf; der nächste Import fragt danach.</translation>
    </message>
    <message>
        <source>No risk</source>
        <translation>Kein Risiko</translation>
    </message>
    <message>
        <source>Not bought: the order ended before.</source>
        <translation>Nicht gekauft: Die Bestellung endete vorher.</translation>
    </message>
    <message>
        <source>Nothing else is affected.</source>
        <translation>Sonst ist nichts betroffen.</translation>
    </message>
    <message>
        <source>Nothing is stored that {series} could be made of. Import its contracts.</source>
        <translation>Nichts ist gespeichert, woraus sich {series} bilden ließe. Importieren Sie die Kontrakte.</translation>
    </message>
    <message>
        <source>Nothing may be spent on Databento here.</source>
        <translation>Für Databento darf hier nichts ausgegeben werden.</translation>
    </message>
    <message>
        <source>Nothing may be spent on {feed} here.</source>
        <translation>Für {feed} darf hier nichts ausgegeben werden.</translation>
    </message>
    <message>
        <source>Nothing of it can be used; what is stored is as it was.</source>
        <translation>Nichts davon ist verwendbar; was gespeichert ist, bleibt, wie es war.</translation>
    </message>
    <message>
        <source>Nothing was bought.</source>
        <translation>Es wurde nichts gekauft.</translation>
    </message>
    <message>
        <source>Nothing was chosen of the {timeframe} candles of {symbol} there.</source>
        <translation>Von den {timeframe}-Kerzen von {symbol} wurde dort nichts gewählt.</translation>
    </message>
    <message>
        <source>Nothing was done.</source>
        <translation>Nichts wurde getan.</translation>
    </message>
    <message>
        <source>Nothing was pushed.</source>
        <translation>Nichts wurde übertragen.</translation>
    </message>
    <message>
        <source>Nothing was pushed; it goes next time.</source>
        <translation>Nichts wurde übertragen; beim nächsten Mal geschieht es.</translation>
    </message>
    <message>
        <source>Nothing was stored.</source>
        <translation>Nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Notices of delivery follow.</source>
        <translation>Danach beginnen die Lieferanzeigen.</translation>
    </message>
    <message>
        <source>OHLC_DESKTOP_HUB does not begin with postgresql://.</source>
        <translation>OHLC_DESKTOP_HUB beginnt nicht mit postgresql://.</translation>
    </message>
    <message>
        <source>Of all times in window, tray and notifications; each chart has a zone of its own.</source>
        <translation>Aller Zeiten in Fenster, Tray und Meldungen; jeder Chart hat eine eigene Zone.</translation>
    </message>
    <message>
        <source>Of most of these candles only one source speaks ({sources}).</source>
        <translation>Von den meisten dieser Kerzen spricht nur eine Quelle ({sources}).</translation>
    </message>
    <message>
        <source>Of {compared:,} candles that several sources have ({sources}) {different:,} differ, by at most {ticks:g} ticks.</source>
        <translation>Von {compared:,} Kerzen, die mehrere Quellen haben ({sources}), weichen {different:,} ab, um höchstens {ticks:g} Ticks.</translation>
    </message>
    <message>
        <source>On it {new} was traded more.</source>
        <translation>An ihm wurde {new} mehr gehandelt.</translation>
    </message>
    <message>
        <source>On-balance volume (OBV)</source>
        <translation>On-Balance-Volumen (OBV)</translation>
    </message>
    <message>
        <source>One machine of a desk imports and fills the hub; the others follow it.</source>
        <translation>Ein Computer importiert und füllt den Hub; die anderen folgen ihm.</translation>
    </message>
    <message>
        <source>One of the two holds simulated candles, and they never meet real ones.</source>
        <translation>Einer von beiden enthält simulierte Kerzen, und die kommen nie zu echten.</translation>
    </message>
    <message>
        <source>Only expiry and notice count business days, {most} at most, as in expiry-5.</source>
        <translation>Nur expiry und notice zählen Geschäftstage, höchstens {most}, wie in expiry-5.</translation>
    </message>
    <message>
        <source>Only {source} has these candles, and it said them once.</source>
        <translation>Nur {source} hat diese Kerzen, und nannte sie einmal.</translation>
    </message>
    <message>
        <source>Only {source} has these candles; an export of OHLC Desktop is no second source.</source>
        <translation>Nur {source} hat diese Kerzen; ein Export von OHLC Desktop ist keine zweite Quelle.</translation>
    </message>
    <message>
        <source>Open its chart in a present version of Sierra Chart, which brings it forward, or export it as text.</source>
        <translation>Öffnen Sie den Chart in einer aktuellen Version von Sierra Chart, die die Datei umwandelt, oder exportieren Sie sie als Text.</translation>
    </message>
    <message>
        <source>Opening range</source>
        <translation>Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Parallel requests</source>
        <translation>Parallele Anfragen</translation>
    </message>
    <message>
        <source>Paste at most {most} names at a time.</source>
        <translation>Fügen Sie höchstens {most} Namen auf einmal ein.</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Pivot</source>
        <translation>Pivot</translation>
    </message>
    <message>
        <source>Pivot points</source>
        <translation>Pivotpunkte</translation>
    </message>
    <message>
        <source>Please report it, then try again.</source>
        <translation>Bitte melden Sie ihn und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Please {reason}.</source>
        <translation>Bitte {reason}.</translation>
    </message>
    <message>
        <source>Point REDIS_URL at the primary server.</source>
        <translation>Richten Sie REDIS_URL auf den primären Server.</translation>
    </message>
    <message>
        <source>Press Import now; the first import makes it.</source>
        <translation>Wählen Sie „Jetzt importieren“; der erste Import legt sie an.</translation>
    </message>
    <message>
        <source>Prices are adjusted by one of: {adjustments}.</source>
        <translation>Preise werden nach einer von diesen angepasst: {adjustments}.</translation>
    </message>
    <message>
        <source>Prices before that roll cannot be adjusted to the tick.</source>
        <translation>Preise vor diesem Roll lassen sich nicht auf den Tick genau anpassen.</translation>
    </message>
    <message>
        <source>Proven by both contracts&apos; own candles ({source}).</source>
        <translation>Bewiesen durch die Kerzen beider Kontrakte ({source}).</translation>
    </message>
    <message>
        <source>Put a backup in its place: ohlc-desktop restore FILE. Without one, move the file away and import again.</source>
        <translation>Legen Sie eine Sicherung an ihre Stelle: ohlc-desktop restore DATEI. Ohne Sicherung verschieben Sie die Datei und importieren Sie erneut.</translation>
    </message>
    <message>
        <source>Put it back, or import: a new one is made and filled.</source>
        <translation>Legen Sie sie zurück oder importieren Sie: Dann wird eine neue angelegt und gefüllt.</translation>
    </message>
    <message>
        <source>Put it into REDIS_URL: redis://:PASSWORD@host:6379/0.</source>
        <translation>Tragen Sie es in REDIS_URL ein: redis://:PASSWORT@host:6379/0.</translation>
    </message>
    <message>
        <source>Quiet</source>
        <translation>Ruhe</translation>
    </message>
    <message>
        <source>R1</source>
        <translation>R1</translation>
    </message>
    <message>
        <source>R2</source>
        <translation>R2</translation>
    </message>
    <message>
        <source>R3</source>
        <translation>R3</translation>
    </message>
    <message>
        <source>R4</source>
        <translation>R4</translation>
    </message>
    <message>
        <source>REDIS_REQUIRED=true and CACHE_ENABLED=false contradict each other.</source>
        <translation>REDIS_REQUIRED=true und CACHE_ENABLED=false widersprechen sich.</translation>
    </message>
    <message>
        <source>REDIS_URL cannot be read.</source>
        <translation>REDIS_URL kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>REDIS_URL does not begin with redis://, rediss:// or unix://.</source>
        <translation>REDIS_URL beginnt nicht mit redis://, rediss:// oder unix://.</translation>
    </message>
    <message>
        <source>REDIS_URL has a password, but the Redis at {place} has none set.</source>
        <translation>REDIS_URL hat ein Passwort, aber der Redis unter {place} hat keines gesetzt.</translation>
    </message>
    <message>
        <source>REDIS_URL names no socket file.</source>
        <translation>REDIS_URL nennt keine Socket-Datei.</translation>
    </message>
    <message>
        <source>ROC</source>
        <translation>ROC</translation>
    </message>
    <message>
        <source>RSI</source>
        <translation>RSI</translation>
    </message>
    <message>
        <source>Raise maxmemory or set maxmemory-policy allkeys-lru on the server, or set CACHE_ENABLED=false.</source>
        <translation>Erhöhen Sie auf dem Server maxmemory, setzen Sie dort maxmemory-policy allkeys-lru, oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>Rate of change (ROC)</source>
        <translation>Veränderungsrate (ROC)</translation>
    </message>
    <message>
        <source>Redis address</source>
        <translation>Redis-Adresse</translation>
    </message>
    <message>
        <source>Redis at {place} and REDIS_URL disagree about TLS.</source>
        <translation>Redis unter {place} und REDIS_URL sind sich über TLS nicht einig.</translation>
    </message>
    <message>
        <source>Redis at {place} asks for a password, and REDIS_URL has none.</source>
        <translation>Redis unter {place} verlangt ein Passwort, und REDIS_URL hat keines.</translation>
    </message>
    <message>
        <source>Redis at {place} cannot be found: the host is not known.</source>
        <translation>Redis unter {place} ist nicht zu finden: Der Host ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Redis at {place} cannot be used: {text}</source>
        <translation>Redis unter {place} kann nicht verwendet werden: {text}</translation>
    </message>
    <message>
        <source>Redis at {place} did not answer in time.</source>
        <translation>Redis unter {place} hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Redis at {place} did not answer over TLS in time.</source>
        <translation>Redis unter {place} hat über TLS nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Redis at {place} does not accept the user name or password in REDIS_URL.</source>
        <translation>Redis unter {place} nimmt Benutzername oder Passwort in REDIS_URL nicht an.</translation>
    </message>
    <message>
        <source>Redis at {place} has cost its share of waiting and is not asked again.</source>
        <translation>Auf Redis unter {place} wurde lange genug gewartet; er wird nicht mehr gefragt.</translation>
    </message>
    <message>
        <source>Redis at {place} has no database of the number in REDIS_URL.</source>
        <translation>Redis unter {place} hat keine Datenbank mit der Nummer in REDIS_URL.</translation>
    </message>
    <message>
        <source>Redis at {place} is a read-only replica.</source>
        <translation>Redis unter {place} ist ein schreibgeschütztes Replikat.</translation>
    </message>
    <message>
        <source>Redis at {place} is full: its memory limit is reached and it deletes nothing by itself.</source>
        <translation>Redis unter {place} ist voll: Sein Speicherlimit ist erreicht, und er löscht nichts von selbst.</translation>
    </message>
    <message>
        <source>Redis holds something else where today&apos;s requests to {feed} are counted; the count goes on from the {count:,} that this machine knows of. See what else writes keys that begin with ohlc: there.</source>
        <translation>Redis enthält etwas anderes, wo die heutigen Anfragen an {feed} gezählt werden; gezählt wird von den {count:,} an weiter, von denen dieser Rechner weiß. Sehen Sie nach, was dort sonst noch Schlüssel schreibt, die mit ohlc: beginnen.</translation>
    </message>
    <message>
        <source>Redis is being asked.</source>
        <translation>Redis wird gefragt.</translation>
    </message>
    <message>
        <source>Redis is required</source>
        <translation>Redis ist Pflicht</translation>
    </message>
    <message>
        <source>Redis is required and cannot be used.</source>
        <translation>Redis ist Pflicht und kann nicht verwendet werden.</translation>
    </message>
    <message>
        <source>Redis is required, but switched off.</source>
        <translation>Redis ist Pflicht, aber ausgeschaltet.</translation>
    </message>
    <message>
        <source>Redis {version} answers in {latency:.1f} ms.</source>
        <translation>Redis {version} antwortet in {latency:.1f} ms.</translation>
    </message>
    <message>
        <source>Refuse to import while Redis cannot be used.</source>
        <translation>Importe verweigern, solange Redis nicht nutzbar ist.</translation>
    </message>
    <message>
        <source>Remove the line, or use one of: {names}.</source>
        <translation>Entfernen Sie die Zeile oder verwenden Sie eine von: {names}.</translation>
    </message>
    <message>
        <source>Remove the password from REDIS_URL, or set it on the server (requirepass).</source>
        <translation>Entfernen Sie das Passwort aus REDIS_URL oder setzen Sie es auf dem Server (requirepass).</translation>
    </message>
    <message>
        <source>Request time limit</source>
        <translation>Zeitlimit je Anfrage</translation>
    </message>
    <message>
        <source>Requests on their way at the same time.</source>
        <translation>Anfragen, die gleichzeitig unterwegs sind.</translation>
    </message>
    <message>
        <source>Requests that it saved today (since 00:00 UTC): {count:,}, for {machines}.</source>
        <translation>Heute (seit 00:00 UTC) ersparte Anfragen: {count:,}, für {machines}.</translation>
    </message>
    <message>
        <source>Resume it from the tray menu or in Settings.</source>
        <translation>Setzen Sie ihn über das Menü im Infobereich oder in den Einstellungen fort.</translation>
    </message>
    <message>
        <source>Rising</source>
        <translation>Steigend</translation>
    </message>
    <message>
        <source>Risk/reward 1 : {ratio:.2f}</source>
        <translation>Risiko/Ertrag 1 : {ratio:.2f}</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Run ohlc-desktop status with --profile: it brings the database of a profile forward, and keeps a copy before.</source>
        <translation>Rufen Sie ohlc-desktop status mit --profile auf: es bringt die Datenbank eines Profils auf den neuen Stand und bewahrt vorher eine Kopie auf.</translation>
    </message>
    <message>
        <source>Run: ohlc-desktop import</source>
        <translation>Führen Sie aus: ohlc-desktop import</translation>
    </message>
    <message>
        <source>S1</source>
        <translation>S1</translation>
    </message>
    <message>
        <source>S2</source>
        <translation>S2</translation>
    </message>
    <message>
        <source>S3</source>
        <translation>S3</translation>
    </message>
    <message>
        <source>S4</source>
        <translation>S4</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>Sa</translation>
    </message>
    <message>
        <source>Saturday: no session.</source>
        <translation>Samstag: keine Sitzung.</translation>
    </message>
    <message>
        <source>Say it: --zone America/New_York --stamp open (or end). Or import candles of the same time first.</source>
        <translation>Sagen Sie es: --zone America/New_York --stamp open (oder end). Oder importieren Sie zuerst Kerzen derselben Zeit.</translation>
    </message>
    <message>
        <source>Seconds that one request may take.</source>
        <translation>Sekunden, die eine Anfrage dauern darf.</translation>
    </message>
    <message>
        <source>See History for the reason, then press Import now.</source>
        <translation>Den Grund finden Sie im Verlauf; wählen Sie dann „Jetzt importieren“.</translation>
    </message>
    <message>
        <source>See the log of the PostgreSQL server.</source>
        <translation>Sehen Sie im Protokoll des PostgreSQL-Servers nach.</translation>
    </message>
    <message>
        <source>See the log of the server, or set CACHE_ENABLED=false.</source>
        <translation>Sehen Sie in das Protokoll des Servers, oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>See what the server is busy with; it is tried again next time.</source>
        <translation>Sehen Sie nach, womit der Server beschäftigt ist; beim nächsten Mal wird es wieder versucht.</translation>
    </message>
    <message>
        <source>See whether {machine} still imports.</source>
        <translation>Sehen Sie nach, ob {machine} noch importiert.</translation>
    </message>
    <message>
        <source>See why: ohlc-desktop inspect {path}</source>
        <translation>Warum, zeigt: ohlc-desktop inspect {path}</translation>
    </message>
    <message>
        <source>Session VWAP</source>
        <translation>VWAP der Sitzung</translation>
    </message>
    <message>
        <source>Set CACHE_ENABLED=true or REDIS_REQUIRED=false.</source>
        <translation>Setzen Sie CACHE_ENABLED=true oder REDIS_REQUIRED=false.</translation>
    </message>
    <message>
        <source>Set this computer&apos;s clock right, best by network time.</source>
        <translation>Stellen Sie die Uhr dieses Computers richtig, am besten über die Netzwerkzeit.</translation>
    </message>
    <message>
        <source>Settlements of {day}: {new} {new_close} less {old} {old_close} = {points}.</source>
        <translation>Abrechnungspreise vom {day}: {new} {new_close} weniger {old} {old_close} = {points}.</translation>
    </message>
    <message>
        <source>Share answers of feeds and the request quota with other machines through Redis.</source>
        <translation>Antworten der Datenquellen und das Kontingent über Redis mit anderen Rechnern teilen.</translation>
    </message>
    <message>
        <source>Show no notifications; the tray icon still tells when something needs you.</source>
        <translation>Keine Benachrichtigungen zeigen; das Symbol im Infobereich meldet weiter, wenn Sie gebraucht werden.</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>Sort its rows by time, the oldest first.</source>
        <translation>Sortieren Sie die Zeilen nach der Zeit, die älteste zuerst.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Sources cannot be changed while an import runs.</source>
        <translation>Quellen lassen sich nicht ändern, während ein Import läuft.</translation>
    </message>
    <message>
        <source>Spending limit</source>
        <translation>Ausgabengrenze</translation>
    </message>
    <message>
        <source>Split {ratio}</source>
        <translation>Split {ratio}</translation>
    </message>
    <message>
        <source>Standard deviations</source>
        <translation>Standardabweichungen</translation>
    </message>
    <message>
        <source>Standard deviations a band</source>
        <translation>Standardabweichungen je Band</translation>
    </message>
    <message>
        <source>Start Redis, or correct the path in REDIS_URL, or set CACHE_ENABLED=false.</source>
        <translation>Starten Sie Redis, berichtigen Sie den Pfad in REDIS_URL, oder setzen Sie CACHE_ENABLED=false.</translation>
    </message>
    <message>
        <source>Start at login cannot be switched: {reason}.</source>
        <translation>Der Start bei der Anmeldung lässt sich nicht umschalten: {reason}.</translation>
    </message>
    <message>
        <source>Step of the candles: {points}.</source>
        <translation>Sprung der Kerzen: {points}.</translation>
    </message>
    <message>
        <source>Stochastic</source>
        <translation>Stochastik</translation>
    </message>
    <message>
        <source>Stop {distance}</source>
        <translation>Stopp {distance}</translation>
    </message>
    <message>
        <source>Stored candles are as they were; the next import asks again.</source>
        <translation>Gespeicherte Kerzen sind, wie sie waren; der nächste Import fragt erneut.</translation>
    </message>
    <message>
        <source>Stored candles are as they were; the next import asks for what is missing.</source>
        <translation>Gespeicherte Kerzen sind, wie sie waren; der nächste Import fragt nach dem, was fehlt.</translation>
    </message>
    <message>
        <source>Stored candles prove what the stamps mean for a part of the year only.</source>
        <translation>Gespeicherte Kerzen belegen nur für einen Teil des Jahres, was die Zeitstempel bedeuten.</translation>
    </message>
    <message>
        <source>Stored {candles:,} candles of {names}.</source>
        <translation>{candles:,} Kerzen aus {names} gespeichert.</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>So</translation>
    </message>
    <message>
        <source>Sunday: no session.</source>
        <translation>Sonntag: keine Sitzung.</translation>
    </message>
    <message>
        <source>Supertrend</source>
        <translation>Supertrend</translation>
    </message>
    <message>
        <source>Target {distance}</source>
        <translation>Ziel {distance}</translation>
    </message>
    <message>
        <source>Telling the hub: {done:,} of {total:,} instruments.</source>
        <translation>Übertragung an den Hub: {done:,} von {total:,} Instrumenten.</translation>
    </message>
    <message>
        <source>That is more than stray rows: nothing of it can be used.</source>
        <translation>Das sind mehr als verirrte Zeilen: Nichts davon kann verwendet werden.</translation>
    </message>
    <message>
        <source>That is no key of Databento&apos;s: those begin with db- and have 32 characters.</source>
        <translation>Das ist kein Schlüssel von Databento: Diese beginnen mit db- und haben 32 Zeichen.</translation>
    </message>
    <message>
        <source>The account has no licence for this: {told}.</source>
        <translation>Das Konto hat dafür keine Lizenz: {told}.</translation>
    </message>
    <message>
        <source>The archive at {place} is being made or brought forward.</source>
        <translation>Das Archiv auf {place} wird gerade angelegt oder umgestellt.</translation>
    </message>
    <message>
        <source>The candles of {path} begin on {day}, which is still to come.</source>
        <translation>Die Kerzen in {path} beginnen am {day}; der kommt erst noch.</translation>
    </message>
    <message>
        <source>The candles of {symbol} were deleted. Import to get them again.</source>
        <translation>Die Kerzen von {symbol} wurden gelöscht. Ein Import holt sie wieder.</translation>
    </message>
    <message>
        <source>The candles tell it.</source>
        <translation>Die Kerzen zeigen es.</translation>
    </message>
    <message>
        <source>The certificate of the Redis at {place} is not trusted.</source>
        <translation>Dem Zertifikat des Redis unter {place} wird nicht vertraut.</translation>
    </message>
    <message>
        <source>The certificate shown for Databento is not trusted: a proxy or a program between this machine and Databento opens the connection, or the clock is wrong. Where a company does so on purpose, name the file with its certificate in SSL_CERT_FILE.</source>
        <translation>Dem für Databento gezeigten Zertifikat wird nicht vertraut: Ein Proxy oder ein Programm zwischen diesem Rechner und Databento öffnet die Verbindung, oder die Uhr geht falsch. Wo eine Firma das absichtlich tut, nennen Sie die Datei mit ihrem Zertifikat in SSL_CERT_FILE.</translation>
    </message>
    <message>
        <source>The certificate shown for Yahoo is not trusted: a proxy or a program between this machine and Yahoo opens the connection, or the clock is wrong. Where a company does so on purpose, name the file with its certificate in SSL_CERT_FILE.</source>
        <translation>Dem für Yahoo vorgelegten Zertifikat wird nicht vertraut: Ein Proxy oder ein Programm zwischen diesem Rechner und Yahoo öffnet die Verbindung, oder die Uhr geht falsch. Wo eine Firma das absichtlich tut, nennen Sie in SSL_CERT_FILE die Datei mit ihrem Zertifikat.</translation>
    </message>
    <message>
        <source>The choices of &apos;{key}&apos; must be texts, and its default one of them.</source>
        <translation>Die Auswahl von &apos;{key}&apos; muss aus Texten bestehen und die Vorgabe enthalten.</translation>
    </message>
    <message>
        <source>The clock was wrong when this ran: it showed {moment} UTC. It counts for no occurrence.</source>
        <translation>Die Uhr ging falsch, als dieser Lauf stattfand: Sie zeigte {moment} UTC. Er zählt für keinen Termin.</translation>
    </message>
    <message>
        <source>The computer was off, asleep or offline, or the app was closed; caught up by the import of {day}.</source>
        <translation>Der Computer war aus, im Ruhezustand oder offline, oder das Programm war beendet; nachgeholt durch den Import vom {day}.</translation>
    </message>
    <message>
        <source>The connection to Redis at {place} was lost.</source>
        <translation>Die Verbindung zu Redis unter {place} ist abgerissen.</translation>
    </message>
    <message>
        <source>The connection to Yahoo failed or was cut.</source>
        <translation>Die Verbindung zu Yahoo ist fehlgeschlagen oder abgebrochen.</translation>
    </message>
    <message>
        <source>The contract is the one that the file&apos;s name tells; its rows say {ticker}.</source>
        <translation>Der Kontrakt ist der, den der Dateiname nennt; in den Zeilen steht {ticker}.</translation>
    </message>
    <message>
        <source>The data folder {folder} cannot be used: {reason}.</source>
        <translation>Der Datenordner {folder} kann nicht verwendet werden: {reason}.</translation>
    </message>
    <message>
        <source>The data folder {named} cannot be found: {reason}.</source>
        <translation>Der Datenordner {named} kann nicht gefunden werden: {reason}.</translation>
    </message>
    <message>
        <source>The database can be read and holds {size}.</source>
        <translation>Die Datenbank kann gelesen werden und umfasst {size}.</translation>
    </message>
    <message>
        <source>The database in REDIS_URL is not a number.</source>
        <translation>Die Datenbank in REDIS_URL ist keine Zahl.</translation>
    </message>
    <message>
        <source>The database is being read.</source>
        <translation>Die Datenbank wird gelesen.</translation>
    </message>
    <message>
        <source>The database {path} cannot be read: {reason}.</source>
        <translation>Die Datenbank {path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The database {path} cannot be used: {reason}.</source>
        <translation>Die Datenbank {path} kann nicht verwendet werden: {reason}.</translation>
    </message>
    <message>
        <source>The database {path} cannot be written: {reason}.</source>
        <translation>Die Datenbank {path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The database {path} is no longer there.</source>
        <translation>Die Datenbank {path} ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The database {place} holds no archive of OHLC Desktop, or one of an older version.</source>
        <translation>Die Datenbank {place} enthält kein Archiv von OHLC Desktop oder eines einer älteren Version.</translation>
    </message>
    <message>
        <source>The database {place} holds no archive of OHLC Desktop.</source>
        <translation>Die Datenbank {place} enthält kein Archiv von OHLC Desktop.</translation>
    </message>
    <message>
        <source>The day&apos;s settlement, which was not traded in it, is part of it. Without it the candle reaches from {low} to {high}; the one before closed at {close}.</source>
        <translation>Sie enthält den Abrechnungspreis des Tages, der in ihr nicht gehandelt wurde. Ohne ihn reicht die Kerze von {low} bis {high}; die davor schloss bei {close}.</translation>
    </message>
    <message>
        <source>The default and the limits of &apos;{key}&apos; must be numbers of its kind.</source>
        <translation>Vorgabe und Grenzen von &apos;{key}&apos; müssen Zahlen seiner Art sein.</translation>
    </message>
    <message>
        <source>The default of &apos;{key}&apos; must be within its limits.</source>
        <translation>Die Vorgabe von &apos;{key}&apos; muss innerhalb der Grenzen liegen.</translation>
    </message>
    <message>
        <source>The desk&apos;s shared archive on PostgreSQL: postgresql://user@host:port/database; empty for none.</source>
        <translation>Das gemeinsame Archiv auf PostgreSQL: postgresql://benutzer@host:port/datenbank; leer für keines.</translation>
    </message>
    <message>
        <source>The details are in {logs}. Please report it, then try again.</source>
        <translation>Die Einzelheiten stehen in {logs}. Bitte melden Sie ihn und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>The difference between {old} and {new} is not known.</source>
        <translation>Die Differenz zwischen {old} und {new} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The difference between {old} and {new} is only estimated.</source>
        <translation>Die Differenz zwischen {old} und {new} ist nur geschätzt.</translation>
    </message>
    <message>
        <source>The driver of PostgreSQL, psycopg, is not installed.</source>
        <translation>Der Treiber für PostgreSQL, psycopg, ist nicht installiert.</translation>
    </message>
    <message>
        <source>The exchange traded at other hours than expected on {day}: what was traded is stored, and the hours of that day follow it.</source>
        <translation>Die Börse hat am {day} zu anderen Zeiten gehandelt als erwartet: Was gehandelt wurde, ist gespeichert, und die Zeiten dieses Tages richten sich danach.</translation>
    </message>
    <message>
        <source>The feed leaves it out now; it stays stored.</source>
        <translation>Die Datenquelle lässt sie jetzt aus; sie bleibt gespeichert.</translation>
    </message>
    <message>
        <source>The feed says that {root} follows it: its candles prove it.</source>
        <translation>Die Quelle sagt, dass {root} ihm folgt: seine Kerzen beweisen es.</translation>
    </message>
    <message>
        <source>The feed {name} is not asked: files that are stored have the same name, and both would become one source. Give the files again under another name, ohlc-desktop ingest --source NAME, then ohlc-desktop sources remove {name}.</source>
        <translation>Die Quelle {name} wird nicht gefragt: gespeicherte Dateien heißen ebenso, und beide würden zu einer Quelle. Geben Sie die Dateien noch einmal unter einem anderen Namen, ohlc-desktop ingest --source NAME, danach ohlc-desktop sources remove {name}.</translation>
    </message>
    <message>
        <source>The file &apos;{name}&apos; of OHLC Desktop is missing.</source>
        <translation>Die Datei „{name}“ von OHLC Desktop fehlt.</translation>
    </message>
    <message>
        <source>The first import is due {then}.</source>
        <translation>Der erste Import ist fällig: {then}.</translation>
    </message>
    <message>
        <source>The former values are kept.</source>
        <translation>Die früheren Werte bleiben erhalten.</translation>
    </message>
    <message>
        <source>The host, the port or a parameter in OHLC_DESKTOP_HUB cannot be read.</source>
        <translation>Der Host, der Port oder ein Parameter in OHLC_DESKTOP_HUB ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The hub answers in {latency:.1f} ms.</source>
        <translation>Der Hub antwortet in {latency:.1f} ms.</translation>
    </message>
    <message>
        <source>The hub answers, and nothing was pushed to it yet.</source>
        <translation>Der Hub antwortet, und noch wurde nichts an ihn übertragen.</translation>
    </message>
    <message>
        <source>The hub answers, but nothing was pushed to it for {days} days.</source>
        <translation>Der Hub antwortet, aber seit {days} Tagen wurde nichts an ihn übertragen.</translation>
    </message>
    <message>
        <source>The hub answers, but this user may only read: nothing is pushed.</source>
        <translation>Der Hub antwortet, aber dieser Benutzer darf nur lesen: Nichts wird übertragen.</translation>
    </message>
    <message>
        <source>The hub at {place} and this machine do not agree on TLS: {reason}.</source>
        <translation>Der Hub auf {place} und dieser Rechner werden sich über TLS nicht einig: {reason}.</translation>
    </message>
    <message>
        <source>The hub at {place} does not accept this user or password: {reason}.</source>
        <translation>Der Hub auf {place} nimmt diesen Benutzer oder dieses Passwort nicht an: {reason}.</translation>
    </message>
    <message>
        <source>The hub at {place} does not answer: {reason}.</source>
        <translation>Der Hub auf {place} antwortet nicht: {reason}.</translation>
    </message>
    <message>
        <source>The hub at {place} does not let this user do that: {reason}.</source>
        <translation>Der Hub auf {place} erlaubt diesem Benutzer das nicht: {reason}.</translation>
    </message>
    <message>
        <source>The hub at {place} has no room: {reason}.</source>
        <translation>Der Hub auf {place} hat keinen Platz: {reason}.</translation>
    </message>
    <message>
        <source>The hub at {place} holds DEMO candles, not real ones.</source>
        <translation>Der Hub auf {place} enthält DEMO-Kerzen, keine echten.</translation>
    </message>
    <message>
        <source>The hub at {place} holds real candles, not DEMO ones.</source>
        <translation>Der Hub auf {place} enthält echte Kerzen, keine DEMO-Kerzen.</translation>
    </message>
    <message>
        <source>The hub at {place} is filled by another archive, on {machine} since {since}.</source>
        <translation>Den Hub auf {place} füllt ein anderes Archiv, auf {machine} seit {since}.</translation>
    </message>
    <message>
        <source>The hub at {place} runs PostgreSQL {version}; {oldest} or newer is needed.</source>
        <translation>Auf dem Hub auf {place} läuft PostgreSQL {version}; nötig ist {oldest} oder neuer.</translation>
    </message>
    <message>
        <source>The hub at {place} took too long.</source>
        <translation>Der Hub auf {place} brauchte zu lange.</translation>
    </message>
    <message>
        <source>The hub at {place} was brought forward by a newer version of OHLC Desktop (schema {version}, this version knows {known}).</source>
        <translation>Der Hub auf {place} wurde von einer neueren Version von OHLC Desktop umgestellt (Schema {version}, diese Version kennt {known}).</translation>
    </message>
    <message>
        <source>The hub cannot be used, so {feed} is asked instead. {why}</source>
        <translation>Der Hub kann nicht benutzt werden, darum wird stattdessen {feed} gefragt. {why}</translation>
    </message>
    <message>
        <source>The hub is being asked.</source>
        <translation>Der Hub wird gefragt.</translation>
    </message>
    <message>
        <source>The hub was told {candles:,} candles of {series:,} series.</source>
        <translation>An den Hub wurden {candles:,} Kerzen aus {series:,} Reihen übertragen.</translation>
    </message>
    <message>
        <source>The import of {planned} is already done.</source>
        <translation>Der Import von {planned} ist bereits fertig.</translation>
    </message>
    <message>
        <source>The import of {when} did not succeed in {count} attempts. Import by hand, or wait for the next one, {then}.</source>
        <translation>Der Import von {when} ist in {count} Versuchen nicht gelungen. Importieren Sie von Hand oder warten Sie auf den nächsten: {then}.</translation>
    </message>
    <message>
        <source>The import of {when} failed. It is tried again {then}.</source>
        <translation>Der Import von {when} ist fehlgeschlagen. Neuer Versuch: {then}.</translation>
    </message>
    <message>
        <source>The import of {when} failed; this is attempt {number}.</source>
        <translation>Der Import von {when} ist fehlgeschlagen; dies ist Versuch {number}.</translation>
    </message>
    <message>
        <source>The import of {when} is about to start; it brings what is missing.</source>
        <translation>Der Import von {when} startet gleich; er bringt, was fehlt.</translation>
    </message>
    <message>
        <source>The import of {when} is done. The next one is due {then}.</source>
        <translation>Der Import von {when} ist fertig. Der nächste ist fällig: {then}.</translation>
    </message>
    <message>
        <source>The import of {when} is due.</source>
        <translation>Der Import von {when} ist fällig.</translation>
    </message>
    <message>
        <source>The import of {when} is recorded as started at {started} UTC, which has not come yet: the clock was wrong then. It is put aside; the true one is imported when it comes.</source>
        <translation>Der Import von {when} ist mit Start um {started} UTC verzeichnet, und diese Zeit ist noch nicht gekommen: Die Uhr ging damals falsch. Er wird beiseitegelegt; der richtige wird importiert, wenn es so weit ist.</translation>
    </message>
    <message>
        <source>The import of {when} is running.</source>
        <translation>Der Import von {when} läuft.</translation>
    </message>
    <message>
        <source>The import of {when} left something out. It is tried again {then}.</source>
        <translation>Der Import von {when} hat etwas ausgelassen. Neuer Versuch: {then}.</translation>
    </message>
    <message>
        <source>The import of {when} left something out; this is attempt {number}.</source>
        <translation>Der Import von {when} hat etwas ausgelassen; dies ist Versuch {number}.</translation>
    </message>
    <message>
        <source>The import of {when} was cancelled. The next one is due {then}.</source>
        <translation>Der Import von {when} wurde abgebrochen. Der nächste ist fällig: {then}.</translation>
    </message>
    <message>
        <source>The import of {when} was completed by hand. The next one is due {then}.</source>
        <translation>Der Import von {when} wurde von Hand ergänzt. Der nächste ist fällig: {then}.</translation>
    </message>
    <message>
        <source>The import of {when} was interrupted. It is tried again {then}.</source>
        <translation>Der Import von {when} wurde unterbrochen. Neuer Versuch: {then}.</translation>
    </message>
    <message>
        <source>The import of {when} was interrupted; this is attempt {number}.</source>
        <translation>Der Import von {when} wurde unterbrochen; dies ist Versuch {number}.</translation>
    </message>
    <message>
        <source>The import of {when} was missed {time} ago and is caught up now.</source>
        <translation>Der Import von {when} wurde vor {time} verpasst und wird jetzt nachgeholt.</translation>
    </message>
    <message>
        <source>The importing process could not be started: {reason}.</source>
        <translation>Der Import-Prozess konnte nicht gestartet werden: {reason}.</translation>
    </message>
    <message>
        <source>The importing process ended before it had finished.</source>
        <translation>Der Import-Prozess endete, bevor er fertig war.</translation>
    </message>
    <message>
        <source>The importing process ended before it was asked for.</source>
        <translation>Der Import-Prozess endete, bevor danach gefragt wurde.</translation>
    </message>
    <message>
        <source>The importing process ended unexpectedly ({how}).</source>
        <translation>Der Import-Prozess endete unerwartet ({how}).</translation>
    </message>
    <message>
        <source>The importing process stopped answering and was ended.</source>
        <translation>Der Import-Prozess antwortete nicht mehr und wurde beendet.</translation>
    </message>
    <message>
        <source>The instrument catalogue cannot be used.</source>
        <translation>Der Instrumentenkatalog kann nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The key &apos;{key}&apos; is no name in Python.</source>
        <translation>Der Schlüssel &apos;{key}&apos; ist kein Name in Python.</translation>
    </message>
    <message>
        <source>The key &apos;{key}&apos; is there twice.</source>
        <translation>Den Schlüssel &apos;{key}&apos; gibt es zweimal.</translation>
    </message>
    <message>
        <source>The last attempt failed, and candles are missing.</source>
        <translation>Der letzte Versuch ist fehlgeschlagen, und es fehlen Kerzen.</translation>
    </message>
    <message>
        <source>The last attempt to get them failed: {failure}</source>
        <translation>Der letzte Versuch, sie zu holen, ist fehlgeschlagen: {failure}</translation>
    </message>
    <message>
        <source>The last candles before {when} were not in the feed yet and are asked for now.</source>
        <translation>Die letzten Kerzen vor {when} waren noch nicht im Feed; jetzt wird nach ihnen gefragt.</translation>
    </message>
    <message>
        <source>The last import of this series failed.</source>
        <translation>Der letzte Import dieser Reihe ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The last import of this series failed: {reason}</source>
        <translation>Der letzte Import dieser Reihe ist fehlgeschlagen: {reason}</translation>
    </message>
    <message>
        <source>The limits of {name} must be whole days, and its backfill within its reach.</source>
        <translation>Die Grenzen von {name} müssen ganze Tage sein, und backfill darf reach nicht übersteigen.</translation>
    </message>
    <message>
        <source>The line &apos;{key}&apos; must have a title, a LineStyle and a whole number as its pair.</source>
        <translation>Die Linie &apos;{key}&apos; braucht einen Titel, einen LineStyle und eine ganze Zahl als Paar.</translation>
    </message>
    <message>
        <source>The log holds the details.</source>
        <translation>Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>The machines that share Redis have used up today&apos;s quota of {limit} requests; it starts anew at 00:00 UTC.</source>
        <translation>Die Rechner, die sich Redis teilen, haben das heutige Kontingent von {limit} Anfragen verbraucht; es beginnt um 00:00 UTC neu.</translation>
    </message>
    <message>
        <source>The name of a feed must be lower case letters, digits, - and _, at most 32 of them.</source>
        <translation>Der Name eines Feeds muss aus höchstens 32 Kleinbuchstaben, Ziffern, - und _ bestehen.</translation>
    </message>
    <message>
        <source>The name of the database is too long for the roles {reader} and {writer}.</source>
        <translation>Der Name der Datenbank ist zu lang für die Rollen {reader} und {writer}.</translation>
    </message>
    <message>
        <source>The name {host} cannot be looked up: this computer seems to be offline.</source>
        <translation>Der Name {host} lässt sich nicht auflösen: Dieser Computer scheint offline zu sein.</translation>
    </message>
    <message>
        <source>The name {name} is taken by the program itself.</source>
        <translation>Den Namen {name} braucht das Programm selbst.</translation>
    </message>
    <message>
        <source>The network of this computer is down: {host} cannot be reached.</source>
        <translation>Dieser Computer hat kein Netzwerk: {host} ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The newest candles are missing: the last one is of {date}.</source>
        <translation>Die neuesten Kerzen fehlen: Die letzte ist vom {date}.</translation>
    </message>
    <message>
        <source>The order is as it was.</source>
        <translation>Die Reihenfolge ist, wie sie war.</translation>
    </message>
    <message>
        <source>The order of sources must name known ones, each once: {names}.</source>
        <translation>Die Reihenfolge der Quellen muss bekannte nennen, jede einmal: {names}.</translation>
    </message>
    <message>
        <source>The packaged program has no client of Databento.</source>
        <translation>Das gepackte Programm hat keinen Client für Databento.</translation>
    </message>
    <message>
        <source>The parameter &apos;{key}&apos; must have a title and a ParameterKind.</source>
        <translation>Der Parameter &apos;{key}&apos; braucht einen Titel und eine ParameterKind.</translation>
    </message>
    <message>
        <source>The price rose to more than was agreed. Nothing more is bought.</source>
        <translation>Der Preis ist höher als vereinbart. Es wird nichts mehr gekauft.</translation>
    </message>
    <message>
        <source>The prices lie {offset} off the stored ones on {count:,} of {compared:,} candles: they were adjusted.</source>
        <translation>Die Kurse liegen bei {count:,} von {compared:,} Kerzen um {offset} neben den gespeicherten: Sie wurden bereinigt.</translation>
    </message>
    <message>
        <source>The prices of {path} are on another scale than the stored ones. {why}</source>
        <translation>Die Kurse in {path} haben einen anderen Maßstab als die gespeicherten. {why}</translation>
    </message>
    <message>
        <source>The prices of {path} were adjusted. {why}</source>
        <translation>Die Kurse in {path} wurden angepasst. {why}</translation>
    </message>
    <message>
        <source>The process that changes candles could not be started: {reason}.</source>
        <translation>Der Prozess, der Kerzen ändert, ließ sich nicht starten: {reason}.</translation>
    </message>
    <message>
        <source>The process that changes candles ended unexpectedly (exit code {code}).</source>
        <translation>Der Prozess, der Kerzen ändert, endete unerwartet (Exitcode {code}).</translation>
    </message>
    <message>
        <source>The process that reads files could not be started: {reason}.</source>
        <translation>Der Prozess, der Dateien liest, konnte nicht gestartet werden: {reason}.</translation>
    </message>
    <message>
        <source>The process that reads files ended unexpectedly (exit code {code}).</source>
        <translation>Der Prozess, der Dateien liest, endete unerwartet (Exit-Code {code}).</translation>
    </message>
    <message>
        <source>The proxy does not let the connection to Databento through.</source>
        <translation>Der Proxy lässt die Verbindung zu Databento nicht durch.</translation>
    </message>
    <message>
        <source>The proxy does not let the connection to Yahoo through.</source>
        <translation>Der Proxy lässt die Verbindung zu Yahoo nicht durch.</translation>
    </message>
    <message>
        <source>The proxy refused the login (HTTP 407): check the proxy&apos;s user name and password.</source>
        <translation>Der Proxy hat die Anmeldung abgelehnt (HTTP 407): Prüfen Sie Benutzernamen und Passwort des Proxys.</translation>
    </message>
    <message>
        <source>The proxy {host}:{port} refused the login (HTTP 407): check the proxy&apos;s user name and password in {variable}.</source>
        <translation>Der Proxy {host}:{port} hat die Anmeldung abgelehnt (HTTP 407): Prüfen Sie Benutzernamen und Passwort des Proxys in {variable}.</translation>
    </message>
    <message>
        <source>The push to the hub could not be started: {reason}.</source>
        <translation>Die Übertragung an den Hub konnte nicht gestartet werden: {reason}.</translation>
    </message>
    <message>
        <source>The push to the hub ended unexpectedly (exit code {code}).</source>
        <translation>Die Übertragung an den Hub endete unerwartet (Exit-Code {code}).</translation>
    </message>
    <message>
        <source>The row that stands holds all others, which lost trades.</source>
        <translation>Die geltende Zeile umfasst alle anderen, denen Geschäfte fehlen.</translation>
    </message>
    <message>
        <source>The row that stands joins the candles before and after it better.</source>
        <translation>Die geltende Zeile schließt besser an die Kerzen davor und danach an.</translation>
    </message>
    <message>
        <source>The rows differ by a few ticks, as trades at the edge of two candles make them; the wider one stands.</source>
        <translation>Die Zeilen unterscheiden sich um wenige Ticks, wie durch Geschäfte am Rand zweier Kerzen; es gilt die weitere.</translation>
    </message>
    <message>
        <source>The schedule cannot read the database: {error} It looks again every minute.</source>
        <translation>Der Zeitplan kann die Datenbank nicht lesen: {error} Er versucht es jede Minute erneut.</translation>
    </message>
    <message>
        <source>The schedule is being worked out.</source>
        <translation>Der Zeitplan wird ermittelt.</translation>
    </message>
    <message>
        <source>The schedule is paused: nothing is imported.</source>
        <translation>Der Zeitplan ist pausiert: Es wird nichts importiert.</translation>
    </message>
    <message>
        <source>The schedule was paused.</source>
        <translation>Der Zeitplan war pausiert.</translation>
    </message>
    <message>
        <source>The sessions fit more than one reading of the stamps.</source>
        <translation>Zu den Handelszeiten passt mehr als eine Lesart der Zeitstempel.</translation>
    </message>
    <message>
        <source>The sessions would fit the stamps some hours earlier or later, too.</source>
        <translation>Die Zeitstempel passten auch einige Stunden früher oder später zu den Sitzungen.</translation>
    </message>
    <message>
        <source>The setting was not changed.</source>
        <translation>Die Einstellung wurde nicht geändert.</translation>
    </message>
    <message>
        <source>The settings do not ask for this timeframe; what is stored stays.</source>
        <translation>Die Einstellungen verlangen diese Zeiteinheit nicht; Gespeichertes bleibt.</translation>
    </message>
    <message>
        <source>The settings in {folder} cannot be read: {reason}.</source>
        <translation>Die Einstellungen in {folder} können nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The settings name the feed {name}, which costs money: nothing is bought without an order. See ohlc-desktop import --help.</source>
        <translation>Die Einstellungen nennen den Feed {name}, der Geld kostet: Ohne Bestellung wird nichts gekauft. Siehe ohlc-desktop import --help.</translation>
    </message>
    <message>
        <source>The settings name the feed {name}, which is not installed or cannot be used; ohlc-desktop doctor tells which feeds can be named, and of plug-ins that cannot be used.</source>
        <translation>Die Einstellungen nennen den Feed {name}, der nicht installiert oder nicht verwendbar ist; ohlc-desktop doctor sagt, welche Feeds genannt werden können und welche Plug-ins nicht verwendbar sind.</translation>
    </message>
    <message>
        <source>The shorter candles of its session lie elsewhere, from {low} to {high}, as two contracts do in the week of a roll; neither is judged by the other.</source>
        <translation>Die kürzeren Kerzen ihrer Sitzung liegen woanders, von {low} bis {high}, wie zwei Kontrakte in der Woche eines Rolls; keine wird an der anderen gemessen.</translation>
    </message>
    <message>
        <source>The simulated market has no {name}.</source>
        <translation>Der simulierte Markt kennt {name} nicht.</translation>
    </message>
    <message>
        <source>The simulated market has no {symbol}: only known futures.</source>
        <translation>Der simulierte Markt kennt {symbol} nicht, nur bekannte Futures.</translation>
    </message>
    <message>
        <source>The socket file {place} cannot be opened.</source>
        <translation>Die Socket-Datei {place} kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The span of 1d must not be less than its backfill: days are asked for in one request.</source>
        <translation>Der span von 1d darf nicht kleiner als sein backfill sein: Tage werden in einer Anfrage geholt.</translation>
    </message>
    <message>
        <source>The stamps fit the sessions, but only {equal:,} of {compared:,} candles equal the stored ones.</source>
        <translation>Die Zeitstempel passen zu den Handelszeiten, aber nur {equal:,} von {compared:,} Kerzen gleichen den gespeicherten.</translation>
    </message>
    <message>
        <source>The stamps of {path} mean {there} around line {line}, but {read} at its end.</source>
        <translation>Die Zeitstempel in {path} bedeuten um Zeile {line} {there}, am Ende aber {read}.</translation>
    </message>
    <message>
        <source>The system&apos;s keyring cannot be used: {reason}.</source>
        <translation>Der Schlüsselbund des Systems ist nicht nutzbar: {reason}.</translation>
    </message>
    <message>
        <source>The time zone data for {zone} is missing: the daily import cannot be scheduled.</source>
        <translation>Die Zeitzonendaten für {zone} fehlen: Der tägliche Import kann nicht geplant werden.</translation>
    </message>
    <message>
        <source>The trading hours cannot be used.</source>
        <translation>Die Handelszeiten können nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The watched folder {folder} cannot be looked into: {reason}.</source>
        <translation>In den überwachten Ordner {folder} kann nicht gesehen werden: {reason}.</translation>
    </message>
    <message>
        <source>The year has to be from 2000 to 2099.</source>
        <translation>Das Jahr muss zwischen 2000 und 2099 liegen.</translation>
    </message>
    <message>
        <source>The year of a contract has two digits.</source>
        <translation>Das Jahr eines Kontrakts hat zwei Ziffern.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>There are no candles in it.</source>
        <translation>Darin sind keine Kerzen.</translation>
    </message>
    <message>
        <source>There are not enough candles of {symbol} yet to make one of {timeframe}.</source>
        <translation>Von {symbol} gibt es noch nicht genug Kerzen, um daraus eine {timeframe}-Kerze zu bilden.</translation>
    </message>
    <message>
        <source>There is no database at {path} yet.</source>
        <translation>Unter {path} gibt es noch keine Datenbank.</translation>
    </message>
    <message>
        <source>There is no database yet: nothing has been imported into this profile.</source>
        <translation>Es gibt noch keine Datenbank: In dieses Profil wurde noch nichts importiert.</translation>
    </message>
    <message>
        <source>There is no key for Databento.</source>
        <translation>Es gibt keinen Schlüssel für Databento.</translation>
    </message>
    <message>
        <source>There is no month {month}.</source>
        <translation>Es gibt keinen Monat {month}.</translation>
    </message>
    <message>
        <source>There is no such database at the hub: {place}.</source>
        <translation>Diese Datenbank gibt es auf dem Hub nicht: {place}.</translation>
    </message>
    <message>
        <source>There is no timeframe {text}. There are {names}.</source>
        <translation>Es gibt keine Zeiteinheit {text}. Es gibt {names}.</translation>
    </message>
    <message>
        <source>There is no way over the network to {place}.</source>
        <translation>Über das Netzwerk führt kein Weg zu {place}.</translation>
    </message>
    <message>
        <source>There is nothing in it to be stored.</source>
        <translation>Darin ist nichts, was gespeichert werden könnte.</translation>
    </message>
    <message>
        <source>They are made of days, so that both agree: nothing of it can be used.</source>
        <translation>Sie werden aus Tagen gebildet, damit beide übereinstimmen: Nichts davon kann verwendet werden.</translation>
    </message>
    <message>
        <source>They are never mixed with traded ones: nothing of it can be stored.</source>
        <translation>Sie werden nie mit gehandelten gemischt: Nichts davon kann gespeichert werden.</translation>
    </message>
    <message>
        <source>They are of another contract: nothing of it can be used.</source>
        <translation>Sie gehören zu einem anderen Kontrakt: Nichts davon kann verwendet werden.</translation>
    </message>
    <message>
        <source>They have not been asked for yet; {again}.</source>
        <translation>Nach ihnen wurde noch nicht gefragt; {again}.</translation>
    </message>
    <message>
        <source>They were not asked for in time: {limit}.</source>
        <translation>Nach ihnen wurde nicht rechtzeitig gefragt: {limit}.</translation>
    </message>
    <message>
        <source>They were not stored: a series has one scale.</source>
        <translation>Sie wurden nicht gespeichert: Eine Reihe hat einen einzigen Maßstab.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is {time} ahead of the feed&apos;s. {meaning}</source>
        <translation>Die Uhr dieses Computers geht gegenüber dem Feed um {time} vor. {meaning}</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is {time} behind the feed&apos;s. {meaning}</source>
        <translation>Die Uhr dieses Computers geht gegenüber dem Feed um {time} nach. {meaning}</translation>
    </message>
    <message>
        <source>This computer&apos;s clock says {when}; imports are refused with a wrong date.</source>
        <translation>Die Uhr dieses Computers zeigt {when}; bei falschem Datum werden Importe verweigert.</translation>
    </message>
    <message>
        <source>This indicator is not installed.</source>
        <translation>Dieser Indikator ist nicht installiert.</translation>
    </message>
    <message>
        <source>This machine fills the hub.</source>
        <translation>Dieser Computer füllt den Hub.</translation>
    </message>
    <message>
        <source>This machine follows the hub, which {machine} fills.</source>
        <translation>Dieser Computer folgt dem Hub, den {machine} füllt.</translation>
    </message>
    <message>
        <source>This machine&apos;s clock is {minutes:.0f} minutes ahead of {feed}&apos;s. Candles are judged by {feed}&apos;s clock; set the clock right, or imports run at the wrong time.</source>
        <translation>Die Uhr dieses Computers geht gegenüber der von {feed} {minutes:.0f} Minuten vor. Kerzen werden nach der Uhr von {feed} beurteilt; stellen Sie die Uhr richtig, sonst laufen Importe zur falschen Zeit.</translation>
    </message>
    <message>
        <source>This machine&apos;s clock is {minutes:.0f} minutes behind {feed}&apos;s. Candles are judged by {feed}&apos;s clock; set the clock right, or imports run at the wrong time.</source>
        <translation>Die Uhr dieses Computers geht gegenüber der von {feed} {minutes:.0f} Minuten nach. Kerzen werden nach der Uhr von {feed} beurteilt; stellen Sie die Uhr richtig, sonst laufen Importe zur falschen Zeit.</translation>
    </message>
    <message>
        <source>This user may read and push.</source>
        <translation>Dieser Benutzer darf lesen und übertragen.</translation>
    </message>
    <message>
        <source>This user may read, and not push.</source>
        <translation>Dieser Benutzer darf lesen und nicht übertragen.</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>Do</translation>
    </message>
    <message>
        <source>Time of the daily import in Los Angeles.</source>
        <translation>Uhrzeit des täglichen Imports in Los Angeles.</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Timeframes</source>
        <translation>Zeiteinheiten</translation>
    </message>
    <message>
        <source>Timeframes that are wanted; what the same answers bring is kept as well.</source>
        <translation>Gewünschte Zeiteinheiten; was dieselben Antworten sonst bringen, wird auch behalten.</translation>
    </message>
    <message>
        <source>To switch it on set CACHE_ENABLED=true and REDIS_URL=redis://localhost:6379/0 in the environment or .env.</source>
        <translation>Zum Einschalten setzen Sie CACHE_ENABLED=true und REDIS_URL=redis://localhost:6379/0 in der Umgebung oder in .env.</translation>
    </message>
    <message>
        <source>Today&apos;s quota of {limit} requests is used up; it starts anew at 00:00 UTC.</source>
        <translation>Das heutige Kontingent von {limit} Anfragen ist verbraucht; es beginnt um 00:00 UTC neu.</translation>
    </message>
    <message>
        <source>Try again later, or look at {address} yourself.</source>
        <translation>Versuchen Sie es später noch einmal, oder sehen Sie selbst unter {address} nach.</translation>
    </message>
    <message>
        <source>Try again when it has ended.</source>
        <translation>Noch einmal versuchen, wenn er beendet ist.</translation>
    </message>
    <message>
        <source>Try again when that is done.</source>
        <translation>Versuchen Sie es wieder, wenn das getan ist.</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>Di</translation>
    </message>
    <message>
        <source>Two of {feed}&apos;s voices said the same prices.</source>
        <translation>Zwei Stimmen von {feed} nannten dieselben Preise.</translation>
    </message>
    <message>
        <source>Type a symbol, a timeframe or both: NQ, 5, 1h, ES 15.</source>
        <translation>Tippen Sie ein Symbol, eine Zeiteinheit oder beides: NQ, 5, 1h, ES 15.</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Unexpected fault.</source>
        <translation>Unerwarteter Fehler.</translation>
    </message>
    <message>
        <source>Unexpected fault: {said}.</source>
        <translation>Unerwarteter Fehler: {said}.</translation>
    </message>
    <message>
        <source>Unlock it and try again, or give the password in PGPASSWORD or .pgpass.</source>
        <translation>Entsperren Sie ihn und versuchen Sie es erneut, oder geben Sie das Passwort in PGPASSWORD oder .pgpass an.</translation>
    </message>
    <message>
        <source>Unlock it and try again, or set DATABENTO_API_KEY in the environment instead.</source>
        <translation>Entsperren Sie ihn und versuchen Sie es noch einmal, oder setzen Sie stattdessen DATABENTO_API_KEY in der Umgebung.</translation>
    </message>
    <message>
        <source>Unpack it, or save the table as CSV, and name what comes of it.</source>
        <translation>Entpacken Sie sie oder speichern Sie die Tabelle als CSV, und nennen Sie, was daraus wird.</translation>
    </message>
    <message>
        <source>Until it can be used, this machine asks its own feed.</source>
        <translation>Bis er benutzt werden kann, fragt dieser Computer seinen eigenen Feed.</translation>
    </message>
    <message>
        <source>Until that is put right nothing is imported by itself.</source>
        <translation>Bis das behoben ist, wird nichts von selbst importiert.</translation>
    </message>
    <message>
        <source>Until then an older version of the app imported the candles, without writing down what else tells of rolls.</source>
        <translation>Bis dahin hat eine ältere Version der App die Kerzen importiert, ohne festzuhalten, was sonst von Rolls zeugt.</translation>
    </message>
    <message>
        <source>Until then an older version of the app imported these candles, without writing down when each came.</source>
        <translation>Bis dahin hat eine ältere Version der App diese Kerzen importiert, ohne festzuhalten, wann jede kam.</translation>
    </message>
    <message>
        <source>Up to date. No trading calendar is known for it, so missing candles cannot be told.</source>
        <translation>Auf dem neuesten Stand. Ohne bekannten Handelskalender lassen sich fehlende Kerzen nicht erkennen.</translation>
    </message>
    <message>
        <source>Update OHLC Desktop on this machine.</source>
        <translation>Aktualisieren Sie OHLC Desktop auf diesem Computer.</translation>
    </message>
    <message>
        <source>Update OHLC Desktop, or choose another data folder with --profile DIR.</source>
        <translation>Aktualisieren Sie OHLC Desktop oder wählen Sie mit --profile DIR einen anderen Datenordner.</translation>
    </message>
    <message>
        <source>Upper</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Upper 1</source>
        <translation>Oben 1</translation>
    </message>
    <message>
        <source>Upper 2</source>
        <translation>Oben 2</translation>
    </message>
    <message>
        <source>Upper 3</source>
        <translation>Oben 3</translation>
    </message>
    <message>
        <source>Use 1 to 32 of the letters a to z, digits, - and _; not: {reserved}.</source>
        <translation>Verwenden Sie 1 bis 32 Zeichen aus a bis z, Ziffern, - und _; nicht: {reserved}.</translation>
    </message>
    <message>
        <source>Use Redis</source>
        <translation>Redis verwenden</translation>
    </message>
    <message>
        <source>Use a database of its own for each.</source>
        <translation>Nehmen Sie für beide je eine eigene Datenbank.</translation>
    </message>
    <message>
        <source>Use a database with a shorter name: createdb ohlc</source>
        <translation>Verwenden Sie eine Datenbank mit kürzerem Namen: createdb ohlc</translation>
    </message>
    <message>
        <source>Use database 0 at the end of REDIS_URL: redis://host:6379/0.</source>
        <translation>Verwenden Sie am Ende von REDIS_URL Datenbank 0: redis://host:6379/0.</translation>
    </message>
    <message>
        <source>Use one of: {names}.</source>
        <translation>Verwenden Sie eine von: {names}.</translation>
    </message>
    <message>
        <source>Use rediss:// when the server speaks TLS and redis:// when it does not.</source>
        <translation>Verwenden Sie rediss://, wenn der Server TLS spricht, und redis://, wenn nicht.</translation>
    </message>
    <message>
        <source>VWAP</source>
        <translation>VWAP</translation>
    </message>
    <message>
        <source>Volume moving average</source>
        <translation>Gleitender Durchschnitt des Volumens</translation>
    </message>
    <message>
        <source>Volumes: {new:,} against {old:,}.</source>
        <translation>Volumen: {new:,} gegen {old:,}.</translation>
    </message>
    <message>
        <source>Wait a while, then press Import now: only what is missing is asked for.</source>
        <translation>Warten Sie eine Weile und wählen Sie dann „Jetzt importieren“: Gefragt wird nur nach dem, was fehlt.</translation>
    </message>
    <message>
        <source>Wait until it has ended, then run: ohlc-desktop hub push</source>
        <translation>Warten Sie, bis er fertig ist, und führen Sie dann aus: ohlc-desktop hub push</translation>
    </message>
    <message>
        <source>Wait until it has finished, or cancel it there.</source>
        <translation>Warten Sie, bis er fertig ist, oder brechen Sie ihn dort ab.</translation>
    </message>
    <message>
        <source>Wait until it has finished, or keep the candles.</source>
        <translation>Warten Sie, bis er fertig ist, oder behalten Sie die Kerzen.</translation>
    </message>
    <message>
        <source>Wait until that has ended, then run: ohlc-desktop hub push</source>
        <translation>Warten Sie, bis das fertig ist, und führen Sie dann aus: ohlc-desktop hub push</translation>
    </message>
    <message>
        <source>Wait, or raise the daily quota in Settings.</source>
        <translation>Warten Sie oder erhöhen Sie das Tageskontingent in den Einstellungen.</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Warnungen</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>Überwachter Ordner</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>Mi</translation>
    </message>
    <message>
        <source>Weighted moving average (WMA)</source>
        <translation>Gewichteter gleitender Durchschnitt (WMA)</translation>
    </message>
    <message>
        <source>What answers at {place} is not Redis.</source>
        <translation>Was unter {place} antwortet, ist nicht Redis.</translation>
    </message>
    <message>
        <source>What had been stored is whole and stays.</source>
        <translation>Was gespeichert war, ist unversehrt und bleibt.</translation>
    </message>
    <message>
        <source>What had been stored is whole and stays; the next import completes the rest.</source>
        <translation>Was gespeichert war, ist unversehrt und bleibt; der nächste Import ergänzt den Rest.</translation>
    </message>
    <message>
        <source>What is asked for the newest version.</source>
        <translation>Was nach der neuesten Version gefragt wird.</translation>
    </message>
    <message>
        <source>What is stored in it is not known at the moment; nothing was changed.</source>
        <translation>Was darin gespeichert ist, ist im Moment nicht bekannt; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>What it allows a second and a day must be numbers that are not negative.</source>
        <translation>Was er je Sekunde und je Tag erlaubt, müssen Zahlen sein, die nicht negativ sind.</translation>
    </message>
    <message>
        <source>What the feed does not serve cannot be told.</source>
        <translation>Was der Feed nicht liefert, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>What the hub had committed stays; the rest goes next time.</source>
        <translation>Was der Hub schon übernommen hatte, bleibt; der Rest folgt beim nächsten Mal.</translation>
    </message>
    <message>
        <source>What the hub had committed stays; the rest was not committed.</source>
        <translation>Was der Hub übernommen hatte, bleibt; der Rest wurde nicht übernommen.</translation>
    </message>
    <message>
        <source>What the stamps of {path} mean is not proven. {why}</source>
        <translation>Was die Zeitstempel in {path} bedeuten, ist nicht belegt. {why}</translation>
    </message>
    <message>
        <source>What was known before {moment} UTC is not recorded.</source>
        <translation>Was vor {moment} UTC bekannt war, ist nicht festgehalten.</translation>
    </message>
    <message>
        <source>What was read cannot be set aside in {folder}: {reason}.</source>
        <translation>Was gelesen wurde, kann in {folder} nicht abgelegt werden: {reason}.</translation>
    </message>
    <message>
        <source>Where Redis is: redis://[:password@]host:port/database.</source>
        <translation>Wo Redis ist: redis://[:passwort@]host:port/datenbank.</translation>
    </message>
    <message>
        <source>Where candles come from: the first that has an instrument is asked; another fills in when that one fails for days.</source>
        <translation>Woher Kerzen kommen: Gefragt wird der erste, der ein Instrument hat; versagt er tagelang, springt ein anderer ein.</translation>
    </message>
    <message>
        <source>Whether it is paid must be True or False.</source>
        <translation>Ob er kostenpflichtig ist, muss True oder False sein.</translation>
    </message>
    <message>
        <source>Whether its answers are shared must be True or False, and the library that reads them a text.</source>
        <translation>Ob ihre Antworten geteilt werden, muss True oder False sein, und die Bibliothek, die sie liest, ein Text.</translation>
    </message>
    <message>
        <source>Whether the prices of {path} were adjusted cannot be told: too few candles of its time are stored.</source>
        <translation>Ob die Kurse in {path} angepasst wurden, lässt sich nicht sagen: Aus ihrer Zeit sind zu wenige Kerzen gespeichert.</translation>
    </message>
    <message>
        <source>Which rolls were known before {moment} UTC is not recorded.</source>
        <translation>Welche Rolls vor {moment} UTC bekannt waren, ist nicht festgehalten.</translation>
    </message>
    <message>
        <source>Witnessed: {compared:,} candles are equal in several sources ({sources}).</source>
        <translation>Bezeugt: {compared:,} Kerzen sind in mehreren Quellen gleich ({sources}).</translation>
    </message>
    <message>
        <source>Write a continuous series as NQ@volume:difference. It rolls by one of: {rules}.</source>
        <translation>Schreiben Sie eine fortlaufende Reihe wie NQ@volume:difference. Sie rollt nach einer von: {rules}.</translation>
    </message>
    <message>
        <source>Write a {notation} symbol such as {names}.</source>
        <translation>Schreiben Sie ein {notation}-Symbol, etwa {names}.</translation>
    </message>
    <message>
        <source>Write dates with the year first, such as 2026-11-23 18:05:00, or Unix seconds.</source>
        <translation>Schreiben Sie Daten mit dem Jahr zuerst, etwa 2026-11-23 18:05:00, oder als Unix-Sekunden.</translation>
    </message>
    <message>
        <source>Write it as NQ@volume:difference.</source>
        <translation>Schreiben Sie sie wie NQ@volume:difference.</translation>
    </message>
    <message>
        <source>Write it as postgresql://user@host:5432/database.</source>
        <translation>Schreiben Sie sie als postgresql://benutzer@host:5432/datenbank.</translation>
    </message>
    <message>
        <source>Write it as postgresql://user@host:5432/database?sslmode=verify-full.</source>
        <translation>Schreiben Sie sie als postgresql://benutzer@host:5432/datenbank?sslmode=verify-full.</translation>
    </message>
    <message>
        <source>Write it as redis://:PASSWORD@host:6379/0 with / ? # @ in the password as %2F %3F %23 %40.</source>
        <translation>Schreiben Sie sie als redis://:PASSWORT@host:6379/0, mit / ? # @ im Passwort als %2F %3F %23 %40.</translation>
    </message>
    <message>
        <source>Write it as redis://:password@host:port/database.</source>
        <translation>Schreiben Sie sie als redis://:passwort@host:port/datenbank.</translation>
    </message>
    <message>
        <source>Write the folder out in full after --profile or in OHLC_DESKTOP_HOME.</source>
        <translation>Schreiben Sie den Ordner nach --profile oder in OHLC_DESKTOP_HOME vollständig aus.</translation>
    </message>
    <message>
        <source>Write what it gives into a file, and name that.</source>
        <translation>Schreiben Sie, was es liefert, in eine Datei, und geben Sie diese an.</translation>
    </message>
    <message>
        <source>Write {symbol}.</source>
        <translation>Schreiben Sie {symbol}.</translation>
    </message>
    <message>
        <source>Yahoo answered for {symbol} instead of {wanted}.</source>
        <translation>Yahoo hat für {symbol} statt für {wanted} geantwortet.</translation>
    </message>
    <message>
        <source>Yahoo answered with {given} candles instead of {wanted}.</source>
        <translation>Yahoo hat mit {given}-Kerzen statt mit {wanted} geantwortet.</translation>
    </message>
    <message>
        <source>Yahoo asks for a pause: too many requests.</source>
        <translation>Yahoo bittet um eine Pause: zu viele Anfragen.</translation>
    </message>
    <message>
        <source>Yahoo did not answer in time.</source>
        <translation>Yahoo hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Yahoo does not serve them: it leaves out holidays of the New York Stock Exchange, most of its half days, minutes around midnight, and openings on Sundays.</source>
        <translation>Yahoo liefert sie nicht: Es lässt Feiertage der New Yorker Börse aus, den größten Teil ihrer halben Tage, Minuten um Mitternacht und Eröffnungen am Sonntag.</translation>
    </message>
    <message>
        <source>Yahoo knows no {symbol}.</source>
        <translation>Yahoo kennt {symbol} nicht.</translation>
    </message>
    <message>
        <source>Yahoo knows no {symbol}. It says: {told}.</source>
        <translation>Yahoo kennt {symbol} nicht. Es meldet: {told}.</translation>
    </message>
    <message>
        <source>Yahoo refused access (HTTP 401): it does not accept the cookie or crumb that it gave.</source>
        <translation>Yahoo verweigert den Zugang (HTTP 401): es nimmt das Cookie oder den Crumb nicht an, die es vergeben hat.</translation>
    </message>
    <message>
        <source>Yahoo refused access (HTTP 403): it blocks this network, or bans this machine&apos;s address for a while.</source>
        <translation>Yahoo verweigert den Zugang (HTTP 403): es sperrt dieses Netz oder für eine Weile die Adresse dieses Rechners.</translation>
    </message>
    <message>
        <source>Yahoo refuses this request: {why}.</source>
        <translation>Yahoo verweigert diese Anfrage: {why}.</translation>
    </message>
    <message>
        <source>Yahoo sent no candles. It says: {told}.</source>
        <translation>Yahoo hat keine Kerzen geschickt. Es meldet: {told}.</translation>
    </message>
    <message>
        <source>Yahoo&apos;s address cannot be looked up: there is no network or no DNS.</source>
        <translation>Die Adresse von Yahoo lässt sich nicht auflösen: Es gibt kein Netzwerk oder kein DNS.</translation>
    </message>
    <message>
        <source>Yahoo&apos;s answer cannot be read: {lack}.</source>
        <translation>Die Antwort von Yahoo kann nicht gelesen werden: {lack}.</translation>
    </message>
    <message>
        <source>Yahoo&apos;s answer was cut off.</source>
        <translation>Die Antwort von Yahoo wurde abgeschnitten.</translation>
    </message>
    <message>
        <source>Yahoo&apos;s server has a fault (HTTP {status}).</source>
        <translation>Der Server von Yahoo hat eine Störung (HTTP {status}).</translation>
    </message>
    <message>
        <source>Yahoo&apos;s server has a fault (HTTP {status}: {told}).</source>
        <translation>Der Server von Yahoo hat eine Störung (HTTP {status}: {told}).</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>pro Tag</translation>
    </message>
    <message>
        <source>a price is missing</source>
        <translation>ein Kurs fehlt</translation>
    </message>
    <message>
        <source>a price is not a number</source>
        <translation>ein Kurs ist keine Zahl</translation>
    </message>
    <message>
        <source>a price off the tick</source>
        <translation>ein Kurs neben der Tickgröße</translation>
    </message>
    <message>
        <source>a price off the tick of {tick}</source>
        <translation>ein Kurs neben dem Tick von {tick}</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>pro Sekunde</translation>
    </message>
    <message>
        <source>a second row for the same candle</source>
        <translation>eine zweite Zeile für dieselbe Kerze</translation>
    </message>
    <message>
        <source>an error without words.</source>
        <translation>ein Fehler ohne Worte.</translation>
    </message>
    <message>
        <source>another machine</source>
        <translation>anderer Rechner</translation>
    </message>
    <message>
        <source>before trading hours are known</source>
        <translation>aus einer Zeit, deren Handelszeiten nicht bekannt sind</translation>
    </message>
    <message>
        <source>before {day}, since when trading hours are known</source>
        <translation>vor dem {day}, seit dem Handelszeiten bekannt sind</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>camarilla</source>
        <translation>Camarilla</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>choose at least one feed</source>
        <translation>mindestens einen Feed wählen</translation>
    </message>
    <message>
        <source>choose at least one timeframe</source>
        <translation>mindestens eine Zeiteinheit auswählen</translation>
    </message>
    <message>
        <source>classic</source>
        <translation>klassisch</translation>
    </message>
    <message>
        <source>close</source>
        <translation>Schluss</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>dated on a day without trading</source>
        <translation>auf einen Tag ohne Handel datiert</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>deferred</source>
        <translation>vertagt</translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation>Dollar im Monat</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>early close</source>
        <translation>früher Schluss</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>exit code {code}</source>
        <translation>Exit-Code {code}</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>fetching</source>
        <translation>wird geholt</translation>
    </message>
    <message>
        <source>fibonacci</source>
        <translation>Fibonacci</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>follow-up</source>
        <translation>Nachlauf</translation>
    </message>
    <message>
        <source>high</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>high and low contradict the other prices</source>
        <translation>Hoch und Tief widersprechen den anderen Kursen</translation>
    </message>
    <message>
        <source>holiday</source>
        <translation>Feiertag</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>importing</source>
        <translation>im Import</translation>
    </message>
    <message>
        <source>imports reach back {days} days only</source>
        <translation>Importe reichen nur {days} Tage zurück</translation>
    </message>
    <message>
        <source>impossible volume</source>
        <translation>unmögliches Volumen</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>it cannot be written</source>
        <translation>er kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>it does not begin as one</source>
        <translation>sie beginnt nicht wie eine</translation>
    </message>
    <message>
        <source>it has {count} values instead of {expected}</source>
        <translation>sie hat {count} Werte statt {expected}</translation>
    </message>
    <message>
        <source>it holds no chart</source>
        <translation>sie enthält keine Kursdaten</translation>
    </message>
    <message>
        <source>it is a web page</source>
        <translation>sie ist eine Webseite</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>sie ist leer</translation>
    </message>
    <message>
        <source>it is no row of values</source>
        <translation>sie ist keine Zeile mit Werten</translation>
    </message>
    <message>
        <source>its answer names no release</source>
        <translation>ihre Antwort nennt keine Ausgabe</translation>
    </message>
    <message>
        <source>its certificate is not trusted</source>
        <translation>ihrem Zertifikat wird nicht vertraut</translation>
    </message>
    <message>
        <source>its time or a price is impossible: it is damaged</source>
        <translation>die Zeit oder ein Kurs ist unmöglich: Sie ist beschädigt</translation>
    </message>
    <message>
        <source>line {numbers} of .env is not of the form NAME=value</source>
        <translation>Zeile {numbers} von .env hat nicht die Form NAME=Wert</translation>
    </message>
    <message>
        <source>low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>manual</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>name at least one of {names}</source>
        <translation>mindestens eine davon angeben: {names}</translation>
    </message>
    <message>
        <source>negative volume</source>
        <translation>negatives Volumen</translation>
    </message>
    <message>
        <source>no answer within {seconds} seconds</source>
        <translation>keine Antwort innerhalb von {seconds} Sekunden</translation>
    </message>
    <message>
        <source>no import asks for them while the instrument is not on the watchlist</source>
        <translation>kein Import fragt nach ihnen, solange das Instrument nicht auf der Watchlist steht</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>nicht gefragt</translation>
    </message>
    <message>
        <source>not on the timeframe&apos;s grid</source>
        <translation>nicht im Raster der Zeiteinheit</translation>
    </message>
    <message>
        <source>of unknown version</source>
        <translation>unbekannter Version</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>older than the row before it</source>
        <translation>älter als die Zeile davor</translation>
    </message>
    <message>
        <source>one price again and again without volume</source>
        <translation>immer wieder derselbe Kurs ohne Volumen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>Eröffnung</translation>
    </message>
    <message>
        <source>outside of the sessions</source>
        <translation>außerhalb der Handelszeiten</translation>
    </message>
    <message>
        <source>outside the time that was asked for</source>
        <translation>außerhalb der gefragten Zeit</translation>
    </message>
    <message>
        <source>outside trading hours, and nothing was traded</source>
        <translation>außerhalb der Handelszeiten, und nichts wurde gehandelt</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>teilweise</translation>
    </message>
    <message>
        <source>partly done</source>
        <translation>teilweise</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>Reparatur</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>settings.toml has no setting called {key}.</source>
        <translation>settings.toml kennt keine Einstellung namens {key}.</translation>
    </message>
    <message>
        <source>signal {number}</source>
        <translation>Signal {number}</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>something that belongs to it is missing</source>
        <translation>etwas, das dazugehört, fehlt</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>the candle has not ended yet</source>
        <translation>die Kerze ist noch nicht zu Ende</translation>
    </message>
    <message>
        <source>the connection failed</source>
        <translation>die Verbindung ist gescheitert</translation>
    </message>
    <message>
        <source>the hub</source>
        <translation>der Hub</translation>
    </message>
    <message>
        <source>the name {host} cannot be looked up</source>
        <translation>der Name {host} lässt sich nicht nachschlagen</translation>
    </message>
    <message>
        <source>the next import does</source>
        <translation>der nächste Import tut es</translation>
    </message>
    <message>
        <source>they are asked for again</source>
        <translation>es wird erneut nach ihnen gefragt</translation>
    </message>
    <message>
        <source>they are asked for again on another day</source>
        <translation>an einem anderen Tag wird erneut nach ihnen gefragt</translation>
    </message>
    <message>
        <source>traditional</source>
        <translation>traditionell</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>use a number from {low} to {high}</source>
        <translation>eine Zahl von {low} bis {high} angeben</translation>
    </message>
    <message>
        <source>use a whole number from {low} to {high}</source>
        <translation>eine ganze Zahl von {low} bis {high} angeben</translation>
    </message>
    <message>
        <source>use an address that begins with https:// and names no user</source>
        <translation>verwenden Sie eine Adresse, die mit https:// beginnt und keinen Benutzer nennt</translation>
    </message>
    <message>
        <source>use hours and minutes such as 14:05</source>
        <translation>Stunden und Minuten angeben, etwa 14:05</translation>
    </message>
    <message>
        <source>use names of feeds such as those that ohlc-desktop doctor lists</source>
        <translation>Namen von Feeds verwenden, wie ohlc-desktop doctor sie aufzählt</translation>
    </message>
    <message>
        <source>use one of {words}</source>
        <translation>einen dieser Werte angeben: {words}</translation>
    </message>
    <message>
        <source>use text in quotation marks</source>
        <translation>Text in Anführungszeichen angeben</translation>
    </message>
    <message>
        <source>use the whole path of a folder</source>
        <translation>geben Sie den ganzen Pfad eines Ordners an</translation>
    </message>
    <message>
        <source>use true or false</source>
        <translation>entweder true oder false angeben</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>write something, or reset it to the default</source>
        <translation>etwas eingeben oder auf den Standardwert zurücksetzen</translation>
    </message>
    <message>
        <source>write the whole password in place of ***</source>
        <translation>anstelle von *** das ganze Passwort eingeben</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>{code} is no month code.</source>
        <translation>{code} ist kein Monatscode.</translation>
    </message>
    <message>
        <source>{contract} was not above zero on {day}.</source>
        <translation>{contract} lag am {day} nicht über null.</translation>
    </message>
    <message>
        <source>{count:,} bar</source>
        <translation>{count:,} Kerze</translation>
    </message>
    <message>
        <source>{count:,} bars</source>
        <translation>{count:,} Kerzen</translation>
    </message>
    <message>
        <source>{count:,} candles are missing.</source>
        <translation>{count:,} Kerzen fehlen.</translation>
    </message>
    <message>
        <source>{count:,} of its prices are off the tick of {symbol}; none of it was stored.</source>
        <translation>{count:,} der Preise passen nicht auf den Tick von {symbol}; nichts davon wurde gespeichert.</translation>
    </message>
    <message>
        <source>{count:,} of its prices are off the tick.</source>
        <translation>{count:,} seiner Kurse liegen neben dem Tick.</translation>
    </message>
    <message>
        <source>{count:,} of the rows that {feed} sent cannot be candles.</source>
        <translation>{count:,} der Zeilen, die {feed} sandte, können keine Kerzen sein.</translation>
    </message>
    <message>
        <source>{count:,} of them are like that; their own chart shows what was said of each.</source>
        <translation>So sind davon: {count:,}. Ihr eigener Chart zeigt, was zu jeder gesagt wurde.</translation>
    </message>
    <message>
        <source>{count:,} rows of {path} are no candles that can be stored; line {line}: {why}.</source>
        <translation>{count:,} Zeilen in {path} sind keine Kerzen, die gespeichert werden können; Zeile {line}: {why}.</translation>
    </message>
    <message>
        <source>{count:,} tick</source>
        <translation>{count:,} Tick</translation>
    </message>
    <message>
        <source>{count:,} ticks</source>
        <translation>{count:,} Ticks</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} Tage</translation>
    </message>
    <message>
        <source>{count} hours</source>
        <translation>{count} Stunden</translation>
    </message>
    <message>
        <source>{count} minutes</source>
        <translation>{count} Minuten</translation>
    </message>
    <message>
        <source>{count} months</source>
        <translation>{count} Monate</translation>
    </message>
    <message>
        <source>{count} series are not shared by another machine any more; the next import asks for them.</source>
        <translation>{count} Reihen teilt kein anderer Rechner mehr; der nächste Import fragt danach.</translation>
    </message>
    <message>
        <source>{count} series could not be brought up to date. {why}</source>
        <translation>Nicht aktualisierte Reihen: {count}. {why}</translation>
    </message>
    <message>
        <source>{count} weeks</source>
        <translation>{count} Wochen</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} Tage</translation>
    </message>
    <message>
        <source>{end} {feed} knows it no more.</source>
        <translation>{end} {feed} kennt ihn nicht mehr.</translation>
    </message>
    <message>
        <source>{equal:,} of {compared:,} candles equal the stored ones; under no other reading do they.</source>
        <translation>{equal:,} von {compared:,} Kerzen gleichen den gespeicherten, unter keiner anderen Lesart.</translation>
    </message>
    <message>
        <source>{feed} asked for a pause: too many requests.</source>
        <translation>{feed} hat um eine Pause gebeten: zu viele Anfragen.</translation>
    </message>
    <message>
        <source>{feed} cannot be asked. {problem}</source>
        <translation>{feed} kann nicht gefragt werden. {problem}</translation>
    </message>
    <message>
        <source>{feed} cannot be used at the moment: {why}</source>
        <translation>{feed} ist zurzeit nicht nutzbar: {why}</translation>
    </message>
    <message>
        <source>{feed} did not answer in time.</source>
        <translation>{feed} hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>{feed} does not find {symbol} at the moment.</source>
        <translation>{feed} findet {symbol} zurzeit nicht.</translation>
    </message>
    <message>
        <source>{feed} does not have {symbol}.</source>
        <translation>{feed} hat {symbol} nicht.</translation>
    </message>
    <message>
        <source>{feed} failed several times in a row; trying one request after a pause.</source>
        <translation>{feed} ist mehrmals hintereinander ausgefallen; nach einer Pause folgt eine Probe-Anfrage.</translation>
    </message>
    <message>
        <source>{feed} had no row for one candle when it was asked: most likely nothing was traded.</source>
        <translation>{feed} hatte bei der Abfrage für eine Kerze keine Zeile: Sehr wahrscheinlich wurde nichts gehandelt.</translation>
    </message>
    <message>
        <source>{feed} had no rows for {count:,} candles when it was asked: most likely nothing was traded.</source>
        <translation>{feed} hatte bei der Abfrage für {count:,} Kerzen keine Zeilen: Sehr wahrscheinlich wurde nichts gehandelt.</translation>
    </message>
    <message>
        <source>{feed} had no {timeframe} candles of {symbol} when it was asked.</source>
        <translation>{feed} hatte bei der Abfrage keine {timeframe}-Kerzen von {symbol}.</translation>
    </message>
    <message>
        <source>{feed} had none of them when it was asked on {day}</source>
        <translation>{feed} hatte bei der Abfrage am {day} keine davon</translation>
    </message>
    <message>
        <source>{feed} has no candles yet of the newest hours or days in which the market was open.</source>
        <translation>{feed} hat von den neuesten Stunden oder Tagen, an denen der Markt geöffnet war, noch keine Kerzen.</translation>
    </message>
    <message>
        <source>{feed} has taken back the {ratio} split of {symbol} of {day}.</source>
        <translation>{feed} hat den Split {ratio} von {symbol} vom {day} zurückgenommen.</translation>
    </message>
    <message>
        <source>{feed} is being asked.</source>
        <translation>{feed} wird gefragt.</translation>
    </message>
    <message>
        <source>{feed} keeps {timeframe} candles for {days} days only</source>
        <translation>{feed} behält {timeframe}-Kerzen nur {days} Tage</translation>
    </message>
    <message>
        <source>{feed} now gives it with the day&apos;s settlement, from {low} to {high}, close {close}; that was not traded in it, and is left out.</source>
        <translation>{feed} nennt sie nun mit dem Abrechnungspreis des Tages, von {low} bis {high}, Schluss {close}; er wurde in ihr nicht gehandelt und ist weggelassen.</translation>
    </message>
    <message>
        <source>{feed} refused access; trying again after a pause.</source>
        <translation>{feed} verweigert den Zugang; neuer Versuch nach einer Pause.</translation>
    </message>
    <message>
        <source>{feed} sent a row that cannot be a candle ({reasons})</source>
        <translation>{feed} hat eine Zeile geschickt, die keine Kerze sein kann ({reasons})</translation>
    </message>
    <message>
        <source>{feed} sent no candles for a time in which the market was open.</source>
        <translation>{feed} hat für eine Zeit, in der der Markt offen war, keine Kerzen geschickt.</translation>
    </message>
    <message>
        <source>{feed} sent rows that cannot be candles</source>
        <translation>{feed} hat Zeilen geschickt, die keine Kerzen sein können</translation>
    </message>
    <message>
        <source>{feed} sent their times without prices when it was asked on {day}</source>
        <translation>{feed} hat bei der Abfrage am {day} ihre Zeiten ohne Preise gesendet</translation>
    </message>
    <message>
        <source>{feed} sent {count} rows that cannot be candles ({reasons})</source>
        <translation>{feed} hat {count} Zeilen geschickt, die keine Kerzen sein können ({reasons})</translation>
    </message>
    <message>
        <source>{feed} still answers &apos;too many requests&apos; after three pauses.</source>
        <translation>{feed} antwortet auch nach drei Pausen noch „zu viele Anfragen“.</translation>
    </message>
    <message>
        <source>{feed}&apos;s host accepts connections.</source>
        <translation>Der Server von {feed} nimmt Verbindungen an.</translation>
    </message>
    <message>
        <source>{feed}&apos;s prices of {symbol} differ from all stored ones by the ratio {ratio}, and no split is told of.</source>
        <translation>{feed}s Kurse von {symbol} weichen von allen gespeicherten im Verhältnis {ratio} ab, und von einem Split ist nicht die Rede.</translation>
    </message>
    <message>
        <source>{feed}&apos;s prices of {symbol} have another scale than those that are stored.</source>
        <translation>Die Kurse von {feed} für {symbol} haben einen anderen Maßstab als die gespeicherten.</translation>
    </message>
    <message>
        <source>{feed}&apos;s rows differ; other candles decided for the one that stands.</source>
        <translation>{feed}s Zeilen unterscheiden sich; andere Kerzen entschieden für die geltende.</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}.</source>
        <translation>{file} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} und {last}</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>{first} und {second}</translation>
    </message>
    <message>
        <source>{first} or {last}</source>
        <translation>{first} oder {last}</translation>
    </message>
    <message>
        <source>{front} ends on {day}: both contracts&apos; candles prove when {root} changes to {next}.</source>
        <translation>{front} endet am {day}: Die Kerzen beider Kontrakte beweisen, wann {root} auf {next} wechselt.</translation>
    </message>
    <message>
        <source>{host} cannot be reached on port {port}.</source>
        <translation>{host} ist auf Port {port} nicht erreichbar.</translation>
    </message>
    <message>
        <source>{host} did not answer on port {port} within {seconds} seconds.</source>
        <translation>{host} hat auf Port {port} nicht innerhalb von {seconds} Sekunden geantwortet.</translation>
    </message>
    <message>
        <source>{host} did not tell the newest version: {reason}.</source>
        <translation>Von {host} war die neueste Version nicht zu erfahren: {reason}.</translation>
    </message>
    <message>
        <source>{host} refuses connections on port {port}.</source>
        <translation>{host} verweigert Verbindungen auf Port {port}.</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{label}: {shown} cannot be used.</source>
        <translation>{label}: {shown} kann nicht verwendet werden.</translation>
    </message>
    <message>
        <source>{left} of {limit} requests are left for today (until 00:00 UTC).</source>
        <translation>{left} von {limit} Anfragen sind für heute übrig (bis 00:00 UTC).</translation>
    </message>
    <message>
        <source>{machine} fills it.</source>
        <translation>{machine} füllt ihn.</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{missing:,} expected candles are missing, and {feed} knows the contract no more.</source>
        <translation>{missing:,} erwartete Kerzen fehlen, und {feed} kennt den Kontrakt nicht mehr.</translation>
    </message>
    <message>
        <source>{missing:,} expected candles are missing; a later import asks for them again.</source>
        <translation>Erwartete Kerzen fehlen: {missing:,}; ein späterer Import fragt erneut danach.</translation>
    </message>
    <message>
        <source>{month} is no month; NinjaTrader writes JAN to DEC.</source>
        <translation>{month} ist kein Monat; NinjaTrader schreibt JAN bis DEC.</translation>
    </message>
    <message>
        <source>{name}={shown} (from {origin}) cannot be used: {reason}.</source>
        <translation>{name}={shown} (aus {origin}) kann nicht verwendet werden: {reason}.</translation>
    </message>
    <message>
        <source>{naming} Name the instrument: --symbol &apos;NQ 12-26&apos;.</source>
        <translation>{naming} Nennen Sie das Instrument: --symbol &apos;NQ 12-26&apos;.</translation>
    </message>
    <message>
        <source>{one} and {other} have different candles for {moment}: lines {line} and {other_line}; {count} differ there.</source>
        <translation>{one} und {other} haben verschiedene Kerzen für {moment}: Zeilen {line} und {other_line}; {count} weichen dort ab.</translation>
    </message>
    <message>
        <source>{other} does not have it.</source>
        <translation>{other} hat sie nicht.</translation>
    </message>
    <message>
        <source>{other} gives other prices; {source} counts more.</source>
        <translation>{other} nennt andere Preise; {source} zählt mehr.</translation>
    </message>
    <message>
        <source>{other} gives the same prices.</source>
        <translation>{other} nennt dieselben Preise.</translation>
    </message>
    <message>
        <source>{other} filled in for {first}, which has failed on {days} days of trading in a row. {why}</source>
        <translation>{other} ist für {first} eingesprungen: Abrufe sind dort an {days} Handelstagen hintereinander fehlgeschlagen. {why}</translation>
    </message>
    <message>
        <source>What {new} was above {old} is not proven; import {contracts}.</source>
        <translation>Um wie viel {new} über {old} lag, ist nicht bewiesen; importieren Sie {contracts}.</translation>
    </message>
    <message>
        <source>{outside:,} of {rows:,} candles stand outside of the sessions, and their stamps can mean nothing else.</source>
        <translation>{outside:,} von {rows:,} Kerzen stehen außerhalb der Handelszeiten, und die Zeitstempel können nichts anderes bedeuten.</translation>
    </message>
    <message>
        <source>{outside:,} of {rows:,} candles stand outside of the sessions; under any other reading {next:,} or more do.</source>
        <translation>{outside:,} von {rows:,} Kerzen stehen außerhalb der Handelszeiten, unter jeder anderen Lesart {next:,} oder mehr.</translation>
    </message>
    <message>
        <source>{path} became shorter while it was read.</source>
        <translation>{path} wurde kürzer, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>{path} cannot be read as it is: an older version of the app wrote it, or a write was cut off.</source>
        <translation>{path} kann so nicht gelesen werden: eine ältere Version des Programms hat sie geschrieben, oder ein Schreibvorgang brach ab.</translation>
    </message>
    <message>
        <source>{path} cannot be read whole: its folder cannot be written, and its last changes are still in {log}.</source>
        <translation>{path} kann nicht vollständig gelesen werden: Der Ordner ist nicht beschreibbar, und die letzten Änderungen stehen noch in {log}.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} cannot be stored. {problem}</source>
        <translation>{path} kann nicht gespeichert werden. {problem}</translation>
    </message>
    <message>
        <source>{path} has a line of more than a million characters.</source>
        <translation>{path} hat eine Zeile mit mehr als einer Million Zeichen.</translation>
    </message>
    <message>
        <source>{path} has candles of later days than {day}, the last trading day of {symbol}.</source>
        <translation>{path} enthält Kerzen von Tagen nach dem {day}, dem letzten Handelstag von {symbol}.</translation>
    </message>
    <message>
        <source>{path} has its newest candle first.</source>
        <translation>In {path} steht die neueste Kerze zuerst.</translation>
    </message>
    <message>
        <source>{path} has no candle that can be stored.</source>
        <translation>{path} hat keine Kerze, die gespeichert werden kann.</translation>
    </message>
    <message>
        <source>{path} has no candles.</source>
        <translation>{path} enthält keine Kerzen.</translation>
    </message>
    <message>
        <source>{path} has no format that is known: line 1 is &apos;{line}&apos;.</source>
        <translation>{path} hat kein bekanntes Format: Zeile 1 ist „{line}“.</translation>
    </message>
    <message>
        <source>{path} has no row that can be read; line {line}: {why}.</source>
        <translation>{path} hat keine lesbare Zeile; Zeile {line}: {why}.</translation>
    </message>
    <message>
        <source>{path} has not {count} columns: line 1 is &apos;{line}&apos;.</source>
        <translation>{path} hat nicht {count} Spalten: Zeile 1 ist &apos;{line}&apos;.</translation>
    </message>
    <message>
        <source>{path} has other contents than were read.</source>
        <translation>{path} hat einen anderen Inhalt als den gelesenen.</translation>
    </message>
    <message>
        <source>{path} holds DEMO candles and cannot be used for real ones.</source>
        <translation>{path} enthält DEMO-Kerzen und kann nicht für echte verwendet werden.</translation>
    </message>
    <message>
        <source>{path} holds real candles and cannot be used for DEMO ones.</source>
        <translation>{path} enthält echte Kerzen und kann nicht für DEMO-Kerzen verwendet werden.</translation>
    </message>
    <message>
        <source>{path} holds several instruments: {tickers}; line {line} is the first of another.</source>
        <translation>{path} enthält mehrere Instrumente: {tickers}; Zeile {line} ist die erste eines anderen.</translation>
    </message>
    <message>
        <source>{path} holds {timeframe} candles.</source>
        <translation>{path} enthält {timeframe}-Kerzen.</translation>
    </message>
    <message>
        <source>{path} is no file on a disk.</source>
        <translation>{path} ist keine Datei auf einem Datenträger.</translation>
    </message>
    <message>
        <source>{path} may hold two contracts. {why}</source>
        <translation>{path} enthält vielleicht zwei Kontrakte. {why}</translation>
    </message>
    <message>
        <source>{path} waits for an answer.</source>
        <translation>{path} wartet auf eine Antwort.</translation>
    </message>
    <message>
        <source>{path} was taken in: {added:,} candles added, {revised:,} revised, {refused:,} rows refused.</source>
        <translation>{path} wurde aufgenommen: {added:,} Kerzen neu, {revised:,} geändert, {refused:,} Zeilen abgelehnt.</translation>
    </message>
    <message>
        <source>{path} was written by an older version of OHLC Desktop (schema {version}, this version reads {known}).</source>
        <translation>{path} wurde von einer älteren Version von OHLC Desktop geschrieben (Schema {version}, diese Version liest {known}).</translation>
    </message>
    <message>
        <source>{path}: all of its candles are stored already.</source>
        <translation>{path}: Alle Kerzen sind schon gespeichert.</translation>
    </message>
    <message>
        <source>{source} gives it.</source>
        <translation>{source} nennt sie.</translation>
    </message>
    <message>
        <source>{source} has no {timeframe} candle of {symbol} there.</source>
        <translation>{source} hat dort keine {timeframe}-Kerze von {symbol}.</translation>
    </message>
    <message>
        <source>{source} has these candles, and the hub, which passes on what others gave: no second source.</source>
        <translation>{source} hat diese Kerzen, und der Hub, der nur weitergibt, was andere gaben: keine zweite Quelle.</translation>
    </message>
    <message>
        <source>{source} said the same of these candles twice; no other source has them.</source>
        <translation>{source} sagte von diesen Kerzen zweimal dasselbe; keine andere Quelle hat sie.</translation>
    </message>
    <message>
        <source>{symbol} follows {followed}, which hardly trades: {few:,} contracts a day against {many:,} of {active}.</source>
        <translation>{symbol} folgt {followed}, der kaum gehandelt wird: {few:,} Kontrakte am Tag gegen {many:,} von {active}.</translation>
    </message>
    <message>
        <source>{what} What is stored is as it was; the log holds the details.</source>
        <translation>{what} Gespeichertes ist, wie es war; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>{zone}, end of the candle</source>
        <translation>{zone}, Ende der Kerze</translation>
    </message>
    <message>
        <source>{zone}, open of the candle</source>
        <translation>{zone}, Beginn der Kerze</translation>
    </message>
    <message>
        <source>{path} is a Sierra Chart file of another layout: a header of {header} bytes, records of {record}.</source>
        <translation>{path} ist eine Datei von Sierra Chart mit anderem Aufbau: ein Kopf von {header} Bytes, Datensätze von {record}.</translation>
    </message>
    <message>
        <source>{path} is a database of another program.</source>
        <translation>{path} ist eine Datenbank eines anderen Programms.</translation>
    </message>
    <message>
        <source>{path} is a folder.</source>
        <translation>{path} ist ein Ordner.</translation>
    </message>
    <message>
        <source>{path} is damaged or not a database: {reason}.</source>
        <translation>{path} ist beschädigt oder keine Datenbank: {reason}.</translation>
    </message>
    <message>
        <source>{path} is empty.</source>
        <translation>{path} ist leer.</translation>
    </message>
    <message>
        <source>{path} is packed, or a workbook.</source>
        <translation>{path} ist gepackt oder eine Arbeitsmappe.</translation>
    </message>
    <message>
        <source>{path} was written by a newer version of OHLC Desktop (schema {version}, this version knows {known}).</source>
        <translation>{path} wurde von einer neueren Version von OHLC Desktop geschrieben (Schema {version}, diese Version kennt {known}).</translation>
    </message>
    <message>
        <source>{percent} complete. Missing: {missing} of {expected} expected candles.</source>
        <translation>Zu {percent} vollständig. Es fehlen: {missing} von {expected} erwarteten Kerzen.</translation>
    </message>
    <message>
        <source>{roll} (est.)</source>
        <translation>{roll} (gesch.)</translation>
    </message>
    <message>
        <source>{root} has no {month} contract.</source>
        <translation>{root} hat keinen {month}-Kontrakt.</translation>
    </message>
    <message>
        <source>{root} is listed for {months}.</source>
        <translation>{root} ist notiert für {months}.</translation>
    </message>
    <message>
        <source>{root} is traded on {exchange}.</source>
        <translation>{root} wird an der {exchange} gehandelt.</translation>
    </message>
    <message>
        <source>{setting} is set by {variable} in .env.</source>
        <translation>„{setting}“ ist durch {variable} in .env festgelegt.</translation>
    </message>
    <message>
        <source>{setting} is set by {variable} in the environment.</source>
        <translation>„{setting}“ ist durch {variable} in der Umgebung festgelegt.</translation>
    </message>
    <message>
        <source>{symbol} ended on {day}; nothing newer can come.</source>
        <translation>{symbol} endete am {day}; Neueres kann nicht kommen.</translation>
    </message>
    <message>
        <source>{symbol} had a {ratio} reverse split on {day}.</source>
        <translation>{symbol} hatte einen Reverse-Split {ratio} am {day}.</translation>
    </message>
    <message>
        <source>{symbol} had a {ratio} split on {day}.</source>
        <translation>{symbol} hatte einen Split {ratio} am {day}.</translation>
    </message>
    <message>
        <source>{symbol} has another scale, {ratio}, since {day}: {feed} tells of no split, but stays with it.</source>
        <translation>{symbol} hat einen anderen Maßstab, {ratio}, seit dem {day}: {feed} meldet keinen Split, bleibt aber dabei.</translation>
    </message>
    <message>
        <source>{symbol} is not in this database.</source>
        <translation>{symbol} ist nicht in dieser Datenbank.</translation>
    </message>
    <message>
        <source>{symbol} trades by the hours of {place}, as {feed} now tells; {count} candles that were made by others were made anew. What they were is kept.</source>
        <translation>{symbol} wird zu den Zeiten von {place} gehandelt, wie {feed} jetzt mitteilt; {count} Kerzen, die nach anderen Zeiten gebildet waren, wurden neu gebildet. Was sie waren, bleibt erhalten.</translation>
    </message>
    <message>
        <source>{symbol} {timeframe}: {count} candles mixed two contracts and were told apart by {names}.</source>
        <translation>{symbol} {timeframe}: {count} Kerzen mischten zwei Kontrakte und wurden durch {names} auseinandergehalten.</translation>
    </message>
    <message>
        <source>{told}, and {limit}.</source>
        <translation>{told}, und {limit}.</translation>
    </message>
    <message>
        <source>{why} The import of {when} starts as soon as the feed answers; it is asked every minute.</source>
        <translation>{why} Der Import von {when} startet, sobald der Feed antwortet; er wird jede Minute gefragt.</translation>
    </message>
    <message>
        <source>{why} Trying again.</source>
        <translation>{why} Neuer Versuch.</translation>
    </message>
</context>
<context>
    <name>MissingWindows</name>
    <message>
        <source>Missing trade dates</source>
        <translation>Fehlende Handelstage</translation>
    </message>
    <message>
        <source>Missing candles</source>
        <translation>Fehlende Kerzen</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
</context>
<context>
    <name>MovableChart</name>
    <message>
        <source>{symbol} {timeframe}, {count} candles, {state}</source>
        <extracomment>Logical pixels of a candle in a chart that was just opened.</extracomment>
        <translation>{symbol} {timeframe}, {count} Kerzen, {state}</translation>
    </message>
    <message>
        <source>{description}, disputed or suspect: {count}</source>
        <translation>{description}, strittig oder zweifelhaft: {count}</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>“{name}” is there already: it is replaced.</source>
        <translation>„{name}“ gibt es schon: Es wird ersetzt.</translation>
    </message>
    <message>
        <source>“{name}” is there already. Choose another name.</source>
        <translation>„{name}“ gibt es schon. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>{why} The import starts by itself as soon as {feed} can be reached; until then new candles are missing.</source>
        <translation>{why} Der Import startet von selbst, sobald {feed} erreichbar ist; bis dahin fehlen neue Kerzen.</translation>
    </message>
    <message>
        <source>The import is waiting</source>
        <translation>Der Import wartet</translation>
    </message>
    <message>
        <source>Stored candles are whole. Open the window to see and copy the report.</source>
        <translation>Gespeicherte Kerzen sind unversehrt. Im Fenster können Sie den Bericht ansehen und kopieren.</translation>
    </message>
    <message>
        <source>Files wait for an answer</source>
        <translation>Dateien warten auf eine Antwort</translation>
    </message>
    <message>
        <source>{count} in the watched folder. Open the window to say what they do not tell themselves.</source>
        <translation>{count} im überwachten Ordner. Öffnen Sie das Fenster und sagen Sie, was sie selbst nicht verraten.</translation>
    </message>
    <message>
        <source>OHLC Desktop {version} is there</source>
        <translation>OHLC Desktop {version} ist da</translation>
    </message>
    <message>
        <source>This one goes on as before. Settings has the page where the new one can be had.</source>
        <translation>Diese Version läuft weiter wie bisher. In den Einstellungen steht, wo es die neue gibt.</translation>
    </message>
    <message>
        <source>Another feed filled in</source>
        <translation>Ein anderer Feed ist eingesprungen</translation>
    </message>
    <message>
        <source>Imported without the hub</source>
        <translation>Ohne den Hub importiert</translation>
    </message>
    <message>
        <source>{count} candles of {instruments} instruments are stored.</source>
        <translation>Gespeicherte Kerzen: {count}, Instrumente: {instruments}.</translation>
    </message>
    <message>
        <source>The first import is finished</source>
        <translation>Der erste Import ist fertig</translation>
    </message>
    <message>
        <source>Some series are not complete yet; the next import asks for the rest.</source>
        <translation>Einige Reihen sind noch unvollständig; der nächste Import fragt nach dem Rest.</translation>
    </message>
    <message>
        <source>The import failed</source>
        <translation>Der Import ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Some candles are missing</source>
        <translation>Einige Kerzen fehlen</translation>
    </message>
    <message>
        <source>{series} series could not be fetched, even after several attempts. The next import asks for them again.</source>
        <translation>Auch nach mehreren Versuchen nicht geholte Reihen: {series}. Der nächste Import fragt erneut danach.</translation>
    </message>
    <message>
        <source>What was stored before is unchanged. Open the window to see why, or import again there.</source>
        <translation>Bereits Gespeichertes ist unverändert. Im Fenster sehen Sie den Grund und können erneut importieren.</translation>
    </message>
</context>
<context>
    <name>ObjectList</name>
    <message>
        <source>Nothing is drawn on this chart yet.</source>
        <translation>In diesem Chart ist noch nichts gezeichnet.</translation>
    </message>
    <message>
        <source>Objects of {symbol}</source>
        <translation>Objekte von {symbol}</translation>
    </message>
</context>
<context>
    <name>ObjectTable</name>
    <message>
        <source>hidden: show</source>
        <translation>ausgeblendet: zeigen</translation>
    </message>
    <message>
        <source>shown: hide</source>
        <translation>sichtbar: ausblenden</translation>
    </message>
    <message>
        <source>locked: unlock</source>
        <translation>gesperrt: entsperren</translation>
    </message>
    <message>
        <source>not locked: lock</source>
        <translation>nicht gesperrt: sperren</translation>
    </message>
    <message>
        <source>{name}, delete</source>
        <translation>{name}, löschen</translation>
    </message>
</context>
<context>
    <name>OrderDialog</name>
    <message>
        <source>Order of sources</source>
        <translation>Rangfolge der Quellen</translation>
    </message>
    <message>
        <source>Reading the sources …</source>
        <translation>Die Quellen werden gelesen …</translation>
    </message>
    <message>
        <source>The order is in force; {count} candles changed. What other sources say of them is kept.</source>
        <translation>Die Rangfolge gilt; {count} Kerzen wurden geändert. Was andere Quellen von ihnen sagen, bleibt erhalten.</translation>
    </message>
    <message>
        <source>{source} is removed: {gone} candles are gone, {changed} have the values of others. Backup: {backup}</source>
        <translation>{source} ist entfernt: {gone} Kerzen sind weg, {changed} haben die Werte anderer Quellen. Sicherung: {backup}</translation>
    </message>
    <message>
        <source>Cancelled. What was done by then is stored.</source>
        <translation>Abgebrochen. Was bis dahin getan war, ist gespeichert.</translation>
    </message>
    <message>
        <source>Cancelled: nothing was changed.</source>
        <translation>Abgebrochen: Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The first source that has a candle gives it</source>
        <translation>Die erste Quelle, die eine Kerze hat, gibt sie</translation>
    </message>
    <message>
        <source>What others say otherwise is kept beside it. Choices made by hand come before all sources.</source>
        <translation>Was andere anders sagen, bleibt daneben erhalten. Von Hand Gewähltes geht allen Quellen vor.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was sie ist</translation>
    </message>
    <message>
        <source>Instruments</source>
        <translation>Instrumente</translation>
    </message>
    <message>
        <source>Sources, strongest first</source>
        <translation>Quellen, die stärkste zuerst</translation>
    </message>
    <message>
        <source>Drag a source, or press Alt with the arrow up or down</source>
        <translation>Eine Quelle ziehen, oder Alt mit Pfeil auf oder ab drücken</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Remove …</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <source>Take out again what the chosen source gave</source>
        <translation>Was die gewählte Quelle geliefert hat, wieder herausnehmen</translation>
    </message>
    <message>
        <source>&amp;See what would change</source>
        <translation>&amp;Zeigen, was sich änderte</translation>
    </message>
    <message>
        <source>&amp;Apply this order</source>
        <translation>Rangfolge &amp;anwenden</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>files of your own</source>
        <translation>eigene Dateien</translation>
    </message>
    <message>
        <source>paid feed</source>
        <translation>bezahlter Feed</translation>
    </message>
    <message>
        <source>hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>free feed</source>
        <translation>freier Feed</translation>
    </message>
    <message>
        <source>Counting what would change; nothing is changed yet …</source>
        <translation>Es wird gezählt, was sich änderte; noch wird nichts geändert …</translation>
    </message>
    <message>
        <source>Making the candles anew; what is cut off can be finished later …</source>
        <translation>Die Kerzen werden neu gebildet; was abgebrochen wird, lässt sich später beenden …</translation>
    </message>
    <message>
        <source>Copying the database, then taking the source out …</source>
        <translation>Die Datenbank wird kopiert, dann die Quelle herausgenommen …</translation>
    </message>
    <message>
        <source>&amp;Finish the change</source>
        <translation>Änderung &amp;beenden</translation>
    </message>
    <message>
        <source>First see what would change</source>
        <translation>Zuerst zeigen lassen, was sich änderte</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>No source has given candles yet.</source>
        <translation>Noch hat keine Quelle Kerzen gegeben.</translation>
    </message>
    <message>
        <source>There is one source only. Add files, or import from another one.</source>
        <translation>Es gibt nur eine Quelle. Fügen Sie Dateien hinzu, oder importieren Sie von einer anderen.</translation>
    </message>
    <message>
        <source>The last change of this order was cut off: {symbols} follow it in part only.</source>
        <translation>Die letzte Änderung der Rangfolge wurde abgebrochen: {symbols} folgt ihr erst zum Teil.</translation>
    </message>
    <message>
        <source>This is the order in force.</source>
        <translation>Dies ist die geltende Rangfolge.</translation>
    </message>
    <message>
        <source>Another order: see what it would change before it is applied.</source>
        <translation>Eine andere Rangfolge: Sehen Sie, was sie änderte, bevor sie angewendet wird.</translation>
    </message>
    <message>
        <source>No stored candle would change.</source>
        <translation>Keine gespeicherte Kerze änderte sich.</translation>
    </message>
    <message>
        <source>{count} candles would change, in all timeframes: {parts}.</source>
        <translation>{count} Kerzen änderten sich, in allen Zeitrahmen: {parts}.</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Usual hei&amp;ghts of all panes</source>
        <translation>Übliche &amp;Höhen aller Bereiche</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Kurse</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Move pane &amp;up</source>
        <translation>Bereich nach &amp;oben</translation>
    </message>
    <message>
        <source>Move pane &amp;down</source>
        <translation>Bereich nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Collapse pane</source>
        <translation>Bereich &amp;einklappen</translation>
    </message>
    <message>
        <source>&amp;Expand pane</source>
        <translation>Bereich aus&amp;klappen</translation>
    </message>
    <message>
        <source>&amp;Maximise pane</source>
        <translation>Bereich &amp;maximieren</translation>
    </message>
    <message>
        <source>&amp;Show all panes</source>
        <translation>&amp;Alle Bereiche zeigen</translation>
    </message>
    <message>
        <source>C&amp;lose pane</source>
        <translation>Bereich &amp;schließen</translation>
    </message>
</context>
<context>
    <name>PasteDialog</name>
    <message>
        <source>Paste a list</source>
        <translation>Liste einfügen</translation>
    </message>
    <message>
        <source>&amp;Symbols, separated by commas, blanks or lines</source>
        <translation>&amp;Symbole, getrennt durch Kommas, Leerzeichen oder Zeilen</translation>
    </message>
    <message>
        <source>List of symbols</source>
        <translation>Liste der Symbole</translation>
    </message>
    <message>
        <source>NQ=F, ES=F, MNQ 12-26
AAPL</source>
        <translation>NQ=F, ES=F, MNQ 12-26
AAPL</translation>
    </message>
    <message>
        <source>What each name means appears here before anything is added.</source>
        <translation>Was jeder Name bedeutet, erscheint hier, bevor etwas hinzugefügt wird.</translation>
    </message>
    <message>
        <source>What the names mean</source>
        <translation>Was die Namen bedeuten</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>Not understood.</source>
        <translation>Nicht verstanden.</translation>
    </message>
    <message>
        <source>On the watchlist already.</source>
        <translation>Bereits auf der Watchlist.</translation>
    </message>
    <message>
        <source>Will be added. {note}</source>
        <translation>Wird hinzugefügt. {note}</translation>
    </message>
    <message>
        <source>Will be added: {name}</source>
        <translation>Wird hinzugefügt: {name}</translation>
    </message>
    <message>
        <source>&amp;Add {count} instruments</source>
        <translation>{count} Instrumente &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Add 1 instrument</source>
        <translation>1 Instrument &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
</context>
<context>
    <name>PlaceCard</name>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The watchlist is empty: nothing is imported until instruments are added.</source>
        <translation>Die Watchlist ist leer: Es wird nichts importiert, bis Instrumente hinzugefügt sind.</translation>
    </message>
    <message>
        <source>Open watchlist</source>
        <translation>Watchlist öffnen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Import now</source>
        <translation>Jetzt importieren</translation>
    </message>
    <message>
        <source>The import of {when} failed. {why}</source>
        <translation>Der Import vom {when} ist fehlgeschlagen. {why}</translation>
    </message>
    <message>
        <source>A file in the watched folder waits for an answer: {names}.</source>
        <translation>Eine Datei im überwachten Ordner wartet auf eine Antwort: {names}.</translation>
    </message>
    <message>
        <source>{count} files in the watched folder wait for an answer: {names}.</source>
        <translation>{count} Dateien im überwachten Ordner warten auf eine Antwort: {names}.</translation>
    </message>
    <message>
        <source>Show files</source>
        <translation>Dateien zeigen</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>Protokoll öffnen</translation>
    </message>
    <message>
        <source>{why} The environment or .env says so (OHLC_DESKTOP_SCHEDULE).</source>
        <translation>{why} So legen es die Umgebung oder .env fest (OHLC_DESKTOP_SCHEDULE).</translation>
    </message>
    <message>
        <source>Resume schedule</source>
        <translation>Zeitplan fortsetzen</translation>
    </message>
    <message>
        <source>{sentence} Stored candles are whole; please report it: {fault}.</source>
        <translation>{sentence} Gespeicherte Kerzen sind unversehrt; bitte melden Sie den Fehler: {fault}.</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>Bericht zeigen</translation>
    </message>
    <message>
        <source>An unexpected fault was logged: {fault}. Stored candles are whole; please report it.</source>
        <translation>Ein unerwarteter Fehler wurde protokolliert: {fault}. Gespeicherte Kerzen sind unversehrt; bitte melden Sie ihn.</translation>
    </message>
</context>
<context>
    <name>ProfileDialog</name>
    <message>
        <source>Volume profile</source>
        <translation>Volumenprofil</translation>
    </message>
    <message>
        <source>by their number</source>
        <translation>nach ihrer Anzahl</translation>
    </message>
    <message>
        <source>by their ticks</source>
        <translation>nach Ticks</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>Of what is in sight</source>
        <translation>Des sichtbaren Bereichs</translation>
    </message>
    <message>
        <source>Of each trade date</source>
        <translation>Jedes Handelstags</translation>
    </message>
    <message>
        <source>Height of rows</source>
        <translation>Höhe der Zeilen</translation>
    </message>
    <message>
        <source>Rows at most</source>
        <translation>Höchstens so viele Zeilen</translation>
    </message>
    <message>
        <source>Ticks in a row</source>
        <translation>Ticks je Zeile</translation>
    </message>
    <message>
        <source>Value area, percent</source>
        <translation>Value Area, Prozent</translation>
    </message>
    <message>
        <source>Longest row, percent of the width</source>
        <translation>Längste Zeile, Prozent der Breite</translation>
    </message>
    <message>
        <source>Edge, of what is in sight</source>
        <translation>Rand, des sichtbaren Bereichs</translation>
    </message>
    <message>
        <source>Rising and falling apart</source>
        <translation>Steigend und fallend getrennt</translation>
    </message>
    <message>
        <source>Write a whole number from {low} to {high}.</source>
        <translation>Schreiben Sie eine ganze Zahl von {low} bis {high}.</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Cancelling: what was answered is stored…</source>
        <translation>Wird abgebrochen: Beantwortetes wird gespeichert…</translation>
    </message>
    <message>
        <source>Planning…</source>
        <translation>Plant…</translation>
    </message>
    <message>
        <source>{done} of {total} requests</source>
        <translation>{done} von {total} Anfragen</translation>
    </message>
    <message>
        <source>{count} candles written</source>
        <translation>{count} Kerzen geschrieben</translation>
    </message>
    <message>
        <source>{rate} requests a second</source>
        <translation>{rate} Anfragen pro Sekunde</translation>
    </message>
    <message>
        <source>about {left} left</source>
        <translation>noch etwa {left}</translation>
    </message>
    <message>
        <source>{why} ({left})</source>
        <translation>{why} ({left})</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message>
        <source>Messages of this import</source>
        <extracomment>Widths of the columns but the last, in letters. The columns of counts; rows that were refused are one of them.</extracomment>
        <translation>Meldungen dieses Imports</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>&amp;Dateien aufnehmen …</translation>
    </message>
    <message>
        <source>Candles of other programs: choose their files, or drop them on this window (Ctrl+O)</source>
        <translation>Kerzen anderer Programme: Wählen Sie ihre Dateien oder ziehen Sie sie auf dieses Fenster (Strg+O)</translation>
    </message>
    <message>
        <source>Instruments of this import</source>
        <translation>Instrumente dieses Imports</translation>
    </message>
    <message>
        <source>No import has run since the start of this program</source>
        <translation>Seit dem Start dieses Programms lief kein Import</translation>
    </message>
    <message>
        <source>The last import ({trigger}) has ended</source>
        <translation>Der letzte Import ({trigger}) ist beendet</translation>
    </message>
    <message>
        <source>Importing ({trigger})</source>
        <translation>Import läuft ({trigger})</translation>
    </message>
    <message>
        <source>What earlier imports brought stands on the page History.</source>
        <translation>Was frühere Importe gebracht haben, steht auf der Seite „Verlauf“.</translation>
    </message>
    <message>
        <source>Files of candles can be dropped on this window.</source>
        <translation>Dateien mit Kerzen können Sie auf dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>{sentence} Wrote {written} candles, revised {revised}, in {time}.</source>
        <translation>{sentence} {written} Kerzen geschrieben, {revised} korrigiert, in {time}.</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Coordinates (locked)</source>
        <translation>Koordinaten (gesperrt)</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>Koordinaten</translation>
    </message>
    <message>
        <source>Te&amp;mplate</source>
        <translation>&amp;Vorlage</translation>
    </message>
</context>
<context>
    <name>QuietStrip</name>
    <message>
        <source>Open its chart</source>
        <translation>Seinen Chart öffnen</translation>
    </message>
    <message>
        <source>Add {symbol}</source>
        <translation>{symbol} hinzufügen</translation>
    </message>
</context>
<context>
    <name>Quotes</name>
    <message>
        <source>No candles are stored yet. The next import fetches them.</source>
        <extracomment>Times of the last so many days are told by their weekday alone.</extracomment>
        <translation>Noch keine Kerzen gespeichert. Der nächste Import holt sie.</translation>
    </message>
    <message>
        <source>Fewer than two daily closes are stored.</source>
        <translation>Weniger als zwei Tagesschlüsse sind gespeichert.</translation>
    </message>
    <message>
        <source>Unchanged in {count} trade dates</source>
        <translation>Unverändert in {count} Handelstagen</translation>
    </message>
    <message>
        <source>Up {percent} % in {count} trade dates</source>
        <translation>{percent} % gestiegen in {count} Handelstagen</translation>
    </message>
    <message>
        <source>Down {percent} % in {count} trade dates</source>
        <translation>{percent} % gefallen in {count} Handelstagen</translation>
    </message>
    <message>
        <source>Against the daily close of the trade date before, which is the settlement for futures</source>
        <translation>Gegen den Tagesschluss des Handelstags davor, bei Futures der Abrechnungspreis</translation>
    </message>
    <message>
        <source>Close of the newest stored candle</source>
        <translation>Schluss der neuesten gespeicherten Kerze</translation>
    </message>
    <message>
        <source>When that candle ended, on this computer&apos;s clock; of a daily candle its trade date</source>
        <translation>Wann diese Kerze endete, nach der Uhr dieses Computers; bei einer Tageskerze ihr Handelstag</translation>
    </message>
    <message>
        <source>The last 30 daily closes</source>
        <translation>Die letzten 30 Tagesschlüsse</translation>
    </message>
    <message>
        <source>{time}, {age} old</source>
        <translation>{time}, {age} alt</translation>
    </message>
    <message>
        <source>Newest stored candle: {timeframe} of {day}</source>
        <translation>Neueste gespeicherte Kerze: {timeframe} vom {day}</translation>
    </message>
    <message>
        <source>Newest stored candle: {timeframe}, ended {when}</source>
        <translation>Neueste gespeicherte Kerze: {timeframe}, endete {when}</translation>
    </message>
    <message>
        <source>This price is {age} old: newer candles should be in the feed by now.</source>
        <translation>Dieser Preis ist {age} alt: Der Feed sollte inzwischen neuere Kerzen haben.</translation>
    </message>
    <message>
        <source>Not known: no daily close of a trade date before is stored.</source>
        <translation>Nicht bekannt: Kein Tagesschluss eines früheren Handelstags ist gespeichert.</translation>
    </message>
    <message>
        <source>Not known: the daily close of {day} is not stored.</source>
        <translation>Nicht bekannt: Der Tagesschluss vom {day} ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Against {price}, the daily close of {day}, which is the settlement</source>
        <translation>Gegen {price}, den Tagesschluss vom {day}, der der Abrechnungspreis ist</translation>
    </message>
    <message>
        <source>Against {price}, the daily close of {day}</source>
        <translation>Gegen {price}, den Tagesschluss vom {day}</translation>
    </message>
</context>
<context>
    <name>RangeBar</name>
    <message>
        <source>Ranges</source>
        <translation>Zeiträume</translation>
    </message>
    <message>
        <source>{range}, in {timeframe}</source>
        <translation>{range}, in {timeframe}</translation>
    </message>
    <message>
        <source>1D</source>
        <translation>1T</translation>
    </message>
    <message>
        <source>5D</source>
        <translation>5T</translation>
    </message>
    <message>
        <source>1M</source>
        <translation>1M</translation>
    </message>
    <message>
        <source>3M</source>
        <translation>3M</translation>
    </message>
    <message>
        <source>YTD</source>
        <translation>YTD</translation>
    </message>
    <message>
        <source>1Y</source>
        <translation>1J</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>The last trade date</source>
        <translation>Der letzte Handelstag</translation>
    </message>
    <message>
        <source>Five trade dates</source>
        <translation>Fünf Handelstage</translation>
    </message>
    <message>
        <source>One month</source>
        <translation>Ein Monat</translation>
    </message>
    <message>
        <source>Three months</source>
        <translation>Drei Monate</translation>
    </message>
    <message>
        <source>Since the beginning of the year</source>
        <translation>Seit Jahresbeginn</translation>
    </message>
    <message>
        <source>One year</source>
        <translation>Ein Jahr</translation>
    </message>
    <message>
        <source>All candles, in {timeframe}</source>
        <translation>Alle Kerzen, in {timeframe}</translation>
    </message>
</context>
<context>
    <name>RangeGuide</name>
    <message>
        <source>{symbol} has {timeframe} candles since {time}: all of them are shown.</source>
        <translation>{symbol} hat {timeframe}-Kerzen seit {time}: alle davon werden gezeigt.</translation>
    </message>
</context>
<context>
    <name>RemovalQuestion</name>
    <message>
        <source>Remove {symbol} from the watchlist?</source>
        <translation>{symbol} von der Watchlist entfernen?</translation>
    </message>
    <message>
        <source>Remove {count} instruments from the watchlist?</source>
        <translation>{count} Instrumente von der Watchlist entfernen?</translation>
    </message>
    <message>
        <source>Remove from the watchlist</source>
        <translation>Von der Watchlist entfernen</translation>
    </message>
    <message>
        <source>&amp;Keep candles</source>
        <translation>Kerzen &amp;behalten</translation>
    </message>
    <message>
        <source>&amp;Delete candles</source>
        <translation>Kerzen &amp;löschen</translation>
    </message>
    <message>
        <source>{count} candles are stored. Kept, they stay in the database and can still be charted and exported.</source>
        <translation>{count} Kerzen sind gespeichert. Wenn Sie sie behalten, bleiben sie in der Datenbank und für Charts und Exporte verfügbar.</translation>
    </message>
    <message>
        <source>They cannot be deleted while an import runs.</source>
        <translation>Während eines Imports können sie nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>Deleted, they are gone: {feed} gives 1m candles of the last {minutes} days only, and 5m of the last {days}.</source>
        <translation>Wenn Sie sie löschen, sind sie verloren: {feed} liefert 1m-Kerzen nur für die letzten {minutes} Tage und 5m-Kerzen für die letzten {days}.</translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>Replay</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>Schritt zurück</translation>
    </message>
    <message>
        <source>Step back (Shift+Left)</source>
        <translation>Schritt zurück (Umschalt+Links)</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>Schritt vor</translation>
    </message>
    <message>
        <source>Step forward (Shift+Right)</source>
        <translation>Schritt vor (Umschalt+Rechts)</translation>
    </message>
    <message>
        <source>Candles a second</source>
        <translation>Kerzen pro Sekunde</translation>
    </message>
    <message>
        <source>End the replay</source>
        <translation>Replay beenden</translation>
    </message>
    <message>
        <source>End the replay: show all candles</source>
        <translation>Replay beenden: alle Kerzen zeigen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>{word} (Shift+Down)</source>
        <translation>{word} (Umschalt+Unten)</translation>
    </message>
    <message>
        <source>1 candle left</source>
        <translation>noch 1 Kerze</translation>
    </message>
    <message>
        <source>{count} candles left</source>
        <translation>noch {count} Kerzen</translation>
    </message>
    <message>
        <source>1 candle a second</source>
        <translation>1 Kerze pro Sekunde</translation>
    </message>
    <message>
        <source>{count} candles a second</source>
        <translation>{count} Kerzen pro Sekunde</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Fault report</source>
        <translation>Fehlerbericht</translation>
    </message>
    <message>
        <source>This helps whoever mends the program. It stays on this computer: nothing is sent anywhere unless you copy it and pass it on. Passwords are left out; read it before you give it away.</source>
        <translation>Er hilft denen, die das Programm verbessern. Er bleibt auf diesem Computer: Nichts wird versendet, solange Sie ihn nicht kopieren und weitergeben. Passwörter sind ausgelassen; lesen Sie ihn, bevor Sie ihn herausgeben.</translation>
    </message>
    <message>
        <source>Which fault</source>
        <translation>Welcher Fehler</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>Bericht &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>Ordner ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>RollGuide</name>
    <message>
        <source>&amp;Move older drawings by {points}</source>
        <extracomment>Logical pixels that both buttons need beside each other, in German as well.</extracomment>
        <translation>Ältere &amp;Zeichnungen um {points} verschieben</translation>
    </message>
</context>
<context>
    <name>RollsDialog</name>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Old</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Old close</source>
        <translation>Schluss alt</translation>
    </message>
    <message>
        <source>New close</source>
        <translation>Schluss neu</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Old volume</source>
        <translation>Volumen alt</translation>
    </message>
    <message>
        <source>New volume</source>
        <translation>Volumen neu</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Beweis</translation>
    </message>
    <message>
        <source>Rolls of {symbol}</source>
        <translation>Rolls von {symbol}</translation>
    </message>
    <message>
        <source>No roll of this series is in the ledger. Import its contracts.</source>
        <translation>Kein Roll dieser Reihe steht im Rollbuch. Importieren Sie die Kontrakte.</translation>
    </message>
</context>
<context>
    <name>RowButtons</name>
    <message>
        <source>Back to &amp;own order</source>
        <translation>&amp;Eigene Reihenfolge</translation>
    </message>
    <message>
        <source>A third click on the title of the sorted column does so too</source>
        <translation>Auch ein dritter Klick auf den Titel der sortierten Spalte führt zurück</translation>
    </message>
    <message>
        <source>Open &amp;chart</source>
        <translation>&amp;Chart öffnen</translation>
    </message>
    <message>
        <source>Enter, or a double click on the row</source>
        <translation>Eingabetaste oder Doppelklick auf die Zeile</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>Ent&amp;fernen…</translation>
    </message>
    <message>
        <source>Import it earlier (Alt+Up)</source>
        <translation>Früher importieren (Alt+Hoch)</translation>
    </message>
    <message>
        <source>Import it later (Alt+Down)</source>
        <translation>Später importieren (Alt+Herunter)</translation>
    </message>
    <message>
        <source>Take it off the watchlist (Delete)</source>
        <translation>Von der Watchlist nehmen (Entf)</translation>
    </message>
    <message>
        <source>Remove the selected instruments</source>
        <translation>Die ausgewählten Instrumente entfernen</translation>
    </message>
    <message>
        <source>{amount}; sorted by {column}, imported in your own order</source>
        <translation>{amount}; sortiert nach {column}, importiert in Ihrer Reihenfolge</translation>
    </message>
    <message>
        <source>1 instrument, {candles} candles</source>
        <translation>1 Instrument, {candles} Kerzen</translation>
    </message>
    <message>
        <source>{count} instruments, {candles} candles</source>
        <translation>{count} Instrumente, {candles} Kerzen</translation>
    </message>
</context>
<context>
    <name>RunStrip</name>
    <message>
        <source>Imports of the last 30 days</source>
        <translation>Importe der letzten 30 Tage</translation>
    </message>
</context>
<context>
    <name>SecretEditor</name>
    <message>
        <source>Show &amp;password</source>
        <translation>Passwort an&amp;zeigen</translation>
    </message>
    <message>
        <source>Show the password in {name}</source>
        <translation>Das Passwort in „{name}“ anzeigen</translation>
    </message>
</context>
<context>
    <name>SeriesDetails</name>
    <message>
        <source>Details of the selected series</source>
        <translation>Details der ausgewählten Reihe</translation>
    </message>
    <message>
        <source>State of the series</source>
        <translation>Status der Reihe</translation>
    </message>
    <message>
        <source>&amp;Open chart</source>
        <translation>Chart ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Repair the selected series</source>
        <translation>Die ausgewählten Reihen reparieren</translation>
    </message>
    <message>
        <source>&amp;Witnesses…</source>
        <translation>Ze&amp;ugen …</translation>
    </message>
    <message>
        <source>How each session is witnessed: by a second source, by the feed itself, or not</source>
        <translation>Wie jede Sitzung bezeugt ist: durch eine zweite Quelle, durch den Feed selbst oder gar nicht</translation>
    </message>
    <message>
        <source>Stored candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlend</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>First candle</source>
        <translation>Erste Kerze</translation>
    </message>
    <message>
        <source>Newest candle</source>
        <translation>Neueste Kerze</translation>
    </message>
    <message>
        <source>Last asked</source>
        <translation>Zuletzt gefragt</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Gesichert</translation>
    </message>
    <message>
        <source>Witnessed</source>
        <translation>Bezeugt</translation>
    </message>
    <message>
        <source>Missing windows, newest first</source>
        <translation>Fehlende Zeitfenster, neueste zuerst</translation>
    </message>
    <message>
        <source>{count} series</source>
        <translation>{count} Reihen</translation>
    </message>
    <message>
        <source>Missing candles: {missing}</source>
        <translation>Fehlende Kerzen: {missing}</translation>
    </message>
    <message>
        <source>Stored candles: {count}</source>
        <translation>Gespeicherte Kerzen: {count}</translation>
    </message>
    <message>
        <source>{count} {state}</source>
        <translation>{count} {state}</translation>
    </message>
    <message>
        <source>Last error: {message}</source>
        <translation>Letzter Fehler: {message}</translation>
    </message>
    <message>
        <source>Failed {when}: {message}</source>
        <translation>Fehlgeschlagen {when}: {message}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>derived from {source}</source>
        <translation>abgeleitet aus {source}</translation>
    </message>
    <message>
        <source>asked of the feed</source>
        <translation>vom Feed geholt</translation>
    </message>
    <message>
        <source>Show {symbol}</source>
        <translation>{symbol} zeigen</translation>
    </message>
</context>
<context>
    <name>SessionRows</name>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>Witnessed</source>
        <translation>Bezeugt</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>taken back, stays stored</source>
        <translation>zurückgenommen, bleibt gespeichert</translation>
    </message>
    <message>
        <source>equal: {count} candles</source>
        <translation>gleich: {count} Kerzen</translation>
    </message>
    <message>
        <source>by the feed&apos;s own voices</source>
        <translation>durch eigene Stimmen des Feeds</translation>
    </message>
    <message>
        <source>not witnessed</source>
        <translation>nicht bezeugt</translation>
    </message>
    <message>
        <source>{count} ticks</source>
        <translation>{count} Ticks</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} Punkte</translation>
    </message>
    <message>
        <source>1 tick</source>
        <translation>1 Tick</translation>
    </message>
    <message>
        <source>{count} of {compared} differ, by at most {ticks}</source>
        <translation>{count} von {compared} anders, bis {ticks}</translation>
    </message>
</context>
<context>
    <name>SessionsDialog</name>
    <message>
        <source>Witnesses of {symbol} {timeframe}</source>
        <translation>Zeugen von {symbol} {timeframe}</translation>
    </message>
    <message>
        <source>Reading the sessions …</source>
        <translation>Die Sitzungen werden gelesen …</translation>
    </message>
    <message>
        <source>Sessions, the newest first</source>
        <translation>Sitzungen, die neueste zuerst</translation>
    </message>
    <message>
        <source>&amp;Only those that differ or were taken back</source>
        <translation>&amp;Nur verschiedene und zurückgenommene</translation>
    </message>
    <message>
        <source>&amp;Order of sources…</source>
        <translation>&amp;Rangfolge der Quellen …</translation>
    </message>
    <message>
        <source>O&amp;lder sessions</source>
        <translation>Ä&amp;ltere Sitzungen</translation>
    </message>
    <message>
        <source>Which source counts more, for all instruments</source>
        <translation>Welche Quelle mehr zählt, für alle Instrumente</translation>
    </message>
    <message>
        <source>Co&amp;mpare…</source>
        <translation>&amp;Vergleichen …</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>Show what each source says of the session, and choose (Enter)</source>
        <translation>Zeigen, was jede Quelle von der Sitzung sagt, und wählen (Eingabe)</translation>
    </message>
    <message>
        <source>No session of this series is stored.</source>
        <translation>Keine Sitzung dieser Reihe ist gespeichert.</translation>
    </message>
    <message>
        <source>It is made of {timeframe} candles; these are their sessions.</source>
        <translation>Sie ist aus {timeframe}-Kerzen gebildet; dies sind deren Sitzungen.</translation>
    </message>
    <message>
        <source>No second source has these candles: add files, or import from another source.</source>
        <translation>Keine zweite Quelle hat diese Kerzen: Fügen Sie Dateien hinzu, oder importieren Sie von einer anderen Quelle.</translation>
    </message>
    <message>
        <source>{sources}: {equal} of {count} sessions are equal.</source>
        <translation>{sources}: {equal} von {count} Sitzungen sind gleich.</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Select all</source>
        <translation>Alle auswählen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Today that is {time}.</source>
        <translation>Heute ist das {time}.</translation>
    </message>
    <message>
        <source>The old address stays in force.</source>
        <translation>Die alte Adresse gilt weiter.</translation>
    </message>
    <message>
        <source>Still in force: {value}.</source>
        <translation>Weiterhin gilt: {value}.</translation>
    </message>
    <message>
        <source>{reason}. {kept}</source>
        <translation>{reason}. {kept}</translation>
    </message>
    <message>
        <source>Set by {variable} in .env; change it there.</source>
        <translation>Durch {variable} in .env festgelegt; ändern Sie es dort.</translation>
    </message>
    <message>
        <source>Set by {variable} in the environment; change it there.</source>
        <translation>Durch {variable} in der Umgebung festgelegt; ändern Sie es dort.</translation>
    </message>
    <message>
        <source>Reset {name} to its default</source>
        <translation>„{name}“ auf den Standardwert zurücksetzen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Back to the default: {value}</source>
        <translation>Zurück zum Standardwert: {value}</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Pace and quota</source>
        <translation>Tempo und Kontingent</translation>
    </message>
    <message>
        <source>Redis</source>
        <translation>Redis</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>Hub</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Pacific time</source>
        <translation>Pazifische Zeit</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>no folder</source>
        <translation>kein Ordner</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <extracomment>What is seen when the page opens; the rest is built a moment later, so that opening it does not take long.</extracomment>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Changes take effect at once and are kept in settings.toml. The environment and .env win over them.</source>
        <translation>Änderungen wirken sofort und stehen in settings.toml. Die Umgebung und .env haben Vorrang.</translation>
    </message>
    <message>
        <source>Test the connection to Redis</source>
        <translation>Die Verbindung zu Redis testen</translation>
    </message>
    <message>
        <source>Test the connection to the hub</source>
        <translation>Die Verbindung zum Hub testen</translation>
    </message>
    <message>
        <source>The last good settings stay in force.</source>
        <translation>Die letzten gültigen Einstellungen gelten weiter.</translation>
    </message>
</context>
<context>
    <name>SharedStrip</name>
    <message>
        <source>Add them…</source>
        <extracomment>Instruments that are named.</extracomment>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>{machine} shares its watchlist over the hub. On it and not on yours: {count} ({names}).</source>
        <translation>{machine} teilt seine Liste über den Hub. Auf ihr und nicht auf Ihrer: {count} ({names}).</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>OHLC Desktop keeps running</source>
        <extracomment>A window that was closed is forgotten after so long. While a dialog is open, a changed language or feed waits so long. Kept beside the window&apos;s size: the user knows that closing it leaves the tray icon.</extracomment>
        <translation>OHLC Desktop läuft weiter</translation>
    </message>
    <message>
        <source>It imports every trading day. Its icon in the tray opens the window and quits the program.</source>
        <translation>Es importiert an jedem Handelstag. Das Symbol im Infobereich öffnet das Fenster und beendet das Programm.</translation>
    </message>
</context>
<context>
    <name>SourceChoice</name>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Wählen</translation>
    </message>
    <message>
        <source>Choose which source&apos;s candle stands</source>
        <translation>Wählen, wessen Kerze gilt</translation>
    </message>
    <message>
        <source>Let {source} stand</source>
        <translation>{source} gelten lassen</translation>
    </message>
    <message>
        <source>Take the choice back</source>
        <translation>Die Wahl zurücknehmen</translation>
    </message>
</context>
<context>
    <name>SourceRemovalQuestion</name>
    <message>
        <source>Remove a source</source>
        <translation>Quelle entfernen</translation>
    </message>
    <message>
        <source>Take out all that {source} gave?</source>
        <translation>Alles herausnehmen, was {source} geliefert hat?</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
    <message>
        <source>The database is copied to the folder of backups first.</source>
        <translation>Vorher wird die Datenbank in den Ordner der Sicherungen kopiert.</translation>
    </message>
    <message>
        <source>The next import asks {source} again for what is still in its reach.</source>
        <translation>Der nächste Import fragt {source} wieder nach allem, was noch in Reichweite ist.</translation>
    </message>
    <message>
        <source>{symbol}: {gone} candles go, which no other source has; {changed} get the values of another.</source>
        <translation>{symbol}: {gone} Kerzen gehen, die keine andere Quelle hat; {changed} bekommen die Werte einer anderen.</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>{source} differs by {ticks}</source>
        <translation>{source} um {ticks} anders</translation>
    </message>
    <message>
        <source>{count} differ by up to {ticks}</source>
        <translation>{count} anders, bis {ticks}</translation>
    </message>
    <message>
        <source>equal in {sources}</source>
        <translation>gleich in {sources}</translation>
    </message>
    <message>
        <source>two voices of the feed agree</source>
        <translation>zwei Stimmen des Feeds gleich</translation>
    </message>
    <message>
        <source>one source, said once</source>
        <translation>eine Quelle, einmal gesagt</translation>
    </message>
    <message>
        <source>session taken back by the feed</source>
        <translation>Sitzung vom Feed zurückgenommen</translation>
    </message>
    <message>
        <source>session: {verdict}</source>
        <translation>Sitzung: {verdict}</translation>
    </message>
    <message>
        <source>your choice</source>
        <translation>Ihre Wahl</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} Punkte</translation>
    </message>
    <message>
        <source>{count} ticks</source>
        <translation>{count} Ticks</translation>
    </message>
    <message>
        <source>1 tick</source>
        <translation>1 Tick</translation>
    </message>
    <message>
        <source>1 candle differs, by {ticks}</source>
        <translation>1 Kerze anders, um {ticks}</translation>
    </message>
    <message>
        <source>{count} candles differ, by at most {ticks}</source>
        <translation>{count} Kerzen anders, höchstens um {ticks}</translation>
    </message>
    <message>
        <source>one source: {source}</source>
        <translation>eine Quelle: {source}</translation>
    </message>
    <message>
        <source>{equal} of {count} sessions equal in {sources}</source>
        <translation>{equal} von {count} Sitzungen gleich in {sources}</translation>
    </message>
    <message>
        <source>{count} days taken back by the feed, they stay</source>
        <translation>{count} Tage vom Feed zurückgenommen, sie bleiben</translation>
    </message>
    <message>
        <source>taken back by the feed, stays: {days}</source>
        <translation>vom Feed zurückgenommen, bleibt: {days}</translation>
    </message>
</context>
<context>
    <name>SpokenLabel</name>
    <message>
        <source>{title}: {value}</source>
        <translation>{title}: {value}</translation>
    </message>
</context>
<context>
    <name>StyleBar</name>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Properties (double click)</source>
        <translation>Eigenschaften (Doppelklick)</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Eigenschaften</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete (Del)</source>
        <translation>Löschen (Entf)</translation>
    </message>
    <message>
        <source>Selected: {kind}</source>
        <translation>Gewählt: {kind}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Line style: {style}</source>
        <translation>Linienart: {style}</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
</context>
<context>
    <name>StyleForm</name>
    <message>
        <source>&amp;Text</source>
        <extracomment>Characters that can be typed.</extracomment>
        <translation>&amp;Text</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>&amp;Farbe</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>&amp;Width</source>
        <translation>&amp;Breite</translation>
    </message>
    <message>
        <source>Line &amp;style</source>
        <translation>L&amp;inienart</translation>
    </message>
    <message>
        <source>&amp;Extend to the right</source>
        <translation>Nach &amp;rechts verlängern</translation>
    </message>
    <message>
        <source>&amp;Middle line</source>
        <translation>&amp;Mittellinie</translation>
    </message>
    <message>
        <source>&amp;Levels</source>
        <translation>St&amp;ufen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation>Fü&amp;llung</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllung</translation>
    </message>
    <message>
        <source>Opacity of the fill</source>
        <translation>Deckkraft der Füllung</translation>
    </message>
    <message>
        <source>Shares of the move such as 0.618, with spaces between them</source>
        <translation>Anteile der Bewegung wie 0.618, mit Leerzeichen dazwischen</translation>
    </message>
</context>
<context>
    <name>SymbolFinder</name>
    <message>
        <source>Compare with: symbol or name</source>
        <translation>Vergleichen mit: Symbol oder Name</translation>
    </message>
    <message>
        <source>Symbol, timeframe or both: ES, 5, ES 15</source>
        <translation>Symbol, Zeiteinheit oder beides: ES, 5, ES 15</translation>
    </message>
    <message>
        <source>What can be meant</source>
        <translation>Was gemeint sein kann</translation>
    </message>
    <message>
        <source>{name}: not on the watchlist, can be added</source>
        <translation>{name}: nicht auf der Watchlist, kann hinzugefügt werden</translation>
    </message>
</context>
<context>
    <name>TemplateMenu</name>
    <message>
        <source>Use for this chart</source>
        <translation>Für diesen Chart</translation>
    </message>
    <message>
        <source>Use for &amp;all charts of the window</source>
        <translation>Für &amp;alle Charts des Fensters</translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation>Als Vorlage &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Draw &amp;new charts like this</source>
        <translation>&amp;Neue Charts so zeichnen</translation>
    </message>
    <message>
        <source>Draw new charts as the &amp;last one was</source>
        <translation>Neue Charts wie den &amp;letzten zeichnen</translation>
    </message>
    <message>
        <source>No templates yet</source>
        <translation>Noch keine Vorlagen</translation>
    </message>
    <message>
        <source>{name} (with indicators)</source>
        <translation>{name} (mit Indikatoren)</translation>
    </message>
    <message>
        <source>&amp;With indicators</source>
        <translation>&amp;Mit Indikatoren</translation>
    </message>
    <message>
        <source>New charts are drawn like this from now on.</source>
        <translation>Neue Charts werden von jetzt an so gezeichnet.</translation>
    </message>
    <message>
        <source>New charts are drawn as the last one was.</source>
        <translation>Neue Charts werden wie der letzte gezeichnet.</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <source>Saved as template: {name}</source>
        <translation>Als Vorlage gespeichert: {name}</translation>
    </message>
    <message>
        <source>Delete the template “{name}”?</source>
        <translation>Vorlage „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Charts that were drawn by it stay as they are.</source>
        <translation>Charts, die nach ihr gezeichnet wurden, bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Deleted: {name}</source>
        <translation>Gelöscht: {name}</translation>
    </message>
</context>
<context>
    <name>TimeframesEditor</name>
    <message>
        <source>{timeframe} is also called {other}: one series.</source>
        <translation>{timeframe} heißt auch {other}: eine Reihe.</translation>
    </message>
    <message>
        <source>Timeframe {timeframe}</source>
        <translation>Zeiteinheit {timeframe}</translation>
    </message>
</context>
<context>
    <name>Toggle</name>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Chart tools</source>
        <translation>Chart-Werkzeuge</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrument</translation>
    </message>
    <message>
        <source>Another instrument: press here, or just type its symbol in the chart</source>
        <translation>Anderes Instrument: hier klicken oder das Symbol einfach im Chart tippen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The series before (Alt+Left)</source>
        <translation>Die Reihe davor (Alt+Links)</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>The series that was left (Alt+Right)</source>
        <translation>Die verlassene Reihe (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Timeframe: choose here, or just type it in the chart</source>
        <translation>Zeiteinheit: hier wählen oder einfach im Chart tippen</translation>
    </message>
    <message>
        <source>Timeframe</source>
        <translation>Zeiteinheit</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>Indicators</source>
        <translation>Indikatoren</translation>
    </message>
    <message>
        <source>Compare with other instruments, in percent</source>
        <translation>Mit anderen Instrumenten vergleichen, in Prozent</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>RTH</source>
        <translation>RTH</translation>
    </message>
    <message>
        <source>Regular trading hours only</source>
        <translation>Nur reguläre Handelszeit (RTH)</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Logarithmic prices</source>
        <translation>Logarithmische Kursachse</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Prices in percent</source>
        <translation>Kurse in Prozent</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Fit prices to what is in sight</source>
        <translation>Kursachse an das Sichtbare anpassen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Go to date</source>
        <translation>Gehe zu Datum</translation>
    </message>
    <message>
        <source>Go to a date (Ctrl+G)</source>
        <translation>Gehe zu einem Datum (Strg+G)</translation>
    </message>
    <message>
        <source>What the chart shows, and the chart in figures</source>
        <translation>Was der Chart zeigt, und der Chart in Zahlen</translation>
    </message>
    <message>
        <source>Replay: hide the future, and show it candle by candle</source>
        <translation>Replay: die Zukunft verbergen und Kerze für Kerze zeigen</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>Link colour: charts of one colour share instrument and crosshair</source>
        <translation>Farbe der Verknüpfung: Charts einer Farbe teilen Instrument und Fadenkreuz</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Verknüpfung</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Layout</translation>
    </message>
    <message>
        <source>Copy or save the picture or the candles</source>
        <translation>Bild oder Kerzen kopieren oder speichern</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>Schnappschuss</translation>
    </message>
    <message>
        <source>Instrument: {symbol}, {name}</source>
        <translation>Instrument: {symbol}, {name}</translation>
    </message>
    <message>
        <source>Timeframe: {name}</source>
        <translation>Zeiteinheit: {name}</translation>
    </message>
    <message>
        <source>Timeframe {name}</source>
        <translation>Zeiteinheit {name}</translation>
    </message>
    <message>
        <source>Style: {style}</source>
        <translation>Stil: {style}</translation>
    </message>
    <message>
        <source>Times are shown for: {zone}</source>
        <translation>Zeiten gelten für: {zone}</translation>
    </message>
    <message>
        <source>Link: {colour}</source>
        <translation>Verknüpfung: {colour}</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Import now</source>
        <extracomment>The icon&apos;s progress moves in steps of 5 %.</extracomment>
        <translation>&amp;Jetzt importieren</translation>
    </message>
    <message>
        <source>&amp;Cancel import</source>
        <translation>Import &amp;abbrechen</translation>
    </message>
    <message>
        <source>&amp;Open window</source>
        <translation>&amp;Fenster öffnen</translation>
    </message>
    <message>
        <source>C&amp;harts…</source>
        <translation>&amp;Charts…</translation>
    </message>
    <message>
        <source>&amp;Workspaces</source>
        <translation>&amp;Arbeitsbereiche</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Schedule paused by OHLC_DESKTOP_SCHEDULE</source>
        <translation>Zeitplan durch OHLC_DESKTOP_SCHEDULE pausiert</translation>
    </message>
    <message>
        <source>Schedule set from outside</source>
        <translation>Zeitplan von außen festgelegt</translation>
    </message>
    <message>
        <source>&amp;Resume schedule</source>
        <translation>Zeitplan f&amp;ortsetzen</translation>
    </message>
    <message>
        <source>&amp;Pause schedule</source>
        <translation>Zeitplan &amp;pausieren</translation>
    </message>
    <message>
        <source>The schedule is starting…</source>
        <extracomment>Ways to end that need nobody: another import was running; cancelled. Triggers of imports that the user asked for; nothing tries those again.</extracomment>
        <translation>Der Zeitplan startet…</translation>
    </message>
    <message>
        <source>The schedule cannot decide: see the window</source>
        <translation>Zeitplan kann nicht entscheiden: siehe Fenster</translation>
    </message>
    <message>
        <source>Import waits for the network</source>
        <translation>Import wartet auf das Netzwerk</translation>
    </message>
    <message>
        <source>Schedule paused</source>
        <translation>Zeitplan pausiert</translation>
    </message>
    <message>
        <source>Import is about to start</source>
        <translation>Import startet gleich</translation>
    </message>
    <message>
        <source>Next attempt {when}</source>
        <translation>Nächster Versuch {when}</translation>
    </message>
    <message>
        <source>Next import {when}</source>
        <translation>Nächster Import {when}</translation>
    </message>
    <message>
        <source>{time} PT</source>
        <translation>{time} PT</translation>
    </message>
    <message>
        <source>{pacific} ({beside})</source>
        <translation>{pacific} ({beside})</translation>
    </message>
    <message>
        <source>Cancelling the import…</source>
        <translation>Import wird abgebrochen…</translation>
    </message>
    <message>
        <source>Importing: starting…</source>
        <translation>Import: startet…</translation>
    </message>
    <message>
        <source>Importing: {percent}, {done} of {total} requests</source>
        <translation>Import: {percent}, {done} von {total} Anfragen</translation>
    </message>
    <message>
        <source>OHLC Desktop (DEMO)</source>
        <translation>OHLC Desktop (DEMO)</translation>
    </message>
    <message>
        <source>OHLC Desktop</source>
        <translation>OHLC Desktop</translation>
    </message>
    <message>
        <source>The hub cannot be used</source>
        <translation>Der Hub kann nicht benutzt werden</translation>
    </message>
    <message>
        <source>Nothing imported yet</source>
        <translation>Noch nichts importiert</translation>
    </message>
    <message>
        <source>{when}: {state}. {why}</source>
        <translation>{when}: {state}. {why}</translation>
    </message>
    <message>
        <source>{when}: {result}, {count} candles written</source>
        <translation>{when}: {result}, {count} Kerzen geschrieben</translation>
    </message>
    <message>
        <source>Nothing is stored yet of {count} of {all} instruments</source>
        <translation>Von {count} der {all} Instrumente ist noch nichts gespeichert</translation>
    </message>
    <message>
        <source>{count} candles missing in {series} series</source>
        <translation>Fehlende Kerzen: {count}, in Reihen: {series}</translation>
    </message>
    <message>
        <source>{series} series could not be fetched</source>
        <translation>Nicht geholte Reihen: {series}</translation>
    </message>
    <message>
        <source>Everything wanted is there</source>
        <translation>Alles Gewünschte ist da</translation>
    </message>
</context>
<context>
    <name>VersionModel</name>
    <message>
        <source>Open</source>
        <extracomment>A choice has to rest for so many milliseconds before it is read. A database that is in use is asked again after so many milliseconds. What takes longer than so many milliseconds is said to be under way. What the frame of the rows takes in height, logical pixels. Prices and volume, as the tables have them.</extracomment>
        <translation>Eröffnung</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Tief</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schluss</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
</context>
<context>
    <name>VersionRow</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Check &amp;now</source>
        <translation>Jetzt &amp;nachsehen</translation>
    </message>
    <message>
        <source>Check now whether there is a newer version</source>
        <translation>Jetzt nachsehen, ob es eine neuere Version gibt</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Ihre Seite öffnen</translation>
    </message>
    <message>
        <source>Open the page of the newest version</source>
        <translation>Die Seite der neuesten Version öffnen</translation>
    </message>
    <message>
        <source>Check now asks {address}. It learns the address of this computer and the name of this program, nothing else.</source>
        <translation>„Jetzt nachsehen“ fragt {address}. Dort erfährt man die Adresse dieses Rechners und den Namen dieses Programms, sonst nichts.</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt …</translation>
    </message>
    <message>
        <source>Version {version} is there.</source>
        <translation>Version {version} ist da.</translation>
    </message>
    <message>
        <source>This is the newest version.</source>
        <translation>Das ist die neueste Version.</translation>
    </message>
</context>
<context>
    <name>WatchlistModel</name>
    <message>
        <source>Symbol</source>
        <extracomment>The columns of prices. What says by its colour that it rose or fell.</extracomment>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Letzter</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Börse</translation>
    </message>
    <message>
        <source>Tick</source>
        <translation>Tick</translation>
    </message>
    <message>
        <source>Stored candles</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>{symbol} is {feed}&apos;s front month: at a roll, candles can mix contracts.</source>
        <translation>{symbol} ist {feed}s Frontmonat: Am Rolltermin können Kerzen Kontrakte mischen.</translation>
    </message>
</context>
<context>
    <name>WatchlistPage</name>
    <message>
        <source>Watchlist</source>
        <extracomment>Snapshots that may have been read before a change was stored; the next one counts, whatever it says.</extracomment>
        <translation>Watchlist</translation>
    </message>
    <message>
        <source>These instruments are imported every trading day, from top to bottom in your own order. Drag rows to change it; click on a title to sort.</source>
        <translation>Diese Instrumente werden jeden Handelstag importiert, von oben nach unten in Ihrer eigenen Reihenfolge. Zeilen ziehen ändert sie, ein Klick auf einen Titel sortiert.</translation>
    </message>
    <message>
        <source>Add an instrument</source>
        <translation>Ein Instrument hinzufügen</translation>
    </message>
    <message>
        <source>Add an instrument: NQ=F, MNQ 12-26, AAPL</source>
        <translation>Instrument hinzufügen: NQ=F, MNQ 12-26, AAPL</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>Add the instrument to the watchlist</source>
        <translation>Das Instrument in die Watchlist aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Paste a list…</source>
        <translation>&amp;Liste einfügen…</translation>
    </message>
    <message>
        <source>The watchlist is empty</source>
        <translation>Die Watchlist ist leer</translation>
    </message>
    <message>
        <source>Nothing will be imported. Add an instrument above; stored candles stay as they are.</source>
        <translation>Es wird nichts importiert. Fügen Sie oben ein Instrument hinzu; gespeicherte Kerzen bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>{symbol} is on the watchlist already.</source>
        <translation>{symbol} steht bereits auf der Watchlist.</translation>
    </message>
    <message>
        <source>{symbol} ({name}) was added; the next import fetches its candles.</source>
        <translation>{symbol} ({name}) wurde hinzugefügt; der nächste Import holt die Kerzen.</translation>
    </message>
    <message>
        <source>{count} instruments were added; the next import fetches their candles.</source>
        <translation>{count} Instrumente wurden hinzugefügt; der nächste Import holt ihre Kerzen.</translation>
    </message>
    <message>
        <source>Rows are moved in your own order only: go back to it first.</source>
        <translation>Zeilen lassen sich nur in Ihrer eigenen Reihenfolge verschieben: Kehren Sie zuerst zu ihr zurück.</translation>
    </message>
    <message>
        <source>Removed with their candles: {names}.</source>
        <translation>Mit den Kerzen entfernt: {names}.</translation>
    </message>
    <message>
        <source>Removed: {names}.</source>
        <translation>Entfernt: {names}.</translation>
    </message>
</context>
<context>
    <name>WatchlistTable</name>
    <message>
        <source>Watchlist</source>
        <extracomment>A picture needs room, whatever its title needs. A name gets so much room before columns are left out for it, in this order; the symbol&apos;s tooltip has what they say.</extracomment>
        <translation>Watchlist</translation>
    </message>
    <message>
        <source>Open &amp;chart</source>
        <translation>&amp;Chart öffnen</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Entfernen…</translation>
    </message>
    <message>
        <source>&amp;Sort by</source>
        <translation>&amp;Sortieren nach</translation>
    </message>
    <message>
        <source>Own order</source>
        <translation>Eigene Reihenfolge</translation>
    </message>
</context>
<context>
    <name>WindowController</name>
    <message>
        <source>An import is running. Quit all the same?</source>
        <translation>Ein Import läuft. Trotzdem beenden?</translation>
    </message>
    <message>
        <source>It is cancelled: what was answered stays stored, and the next import asks for the rest.</source>
        <translation>Er wird abgebrochen: Was beantwortet wurde, bleibt gespeichert; der nächste Import fragt nach dem Rest.</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Go on importing</source>
        <translation>&amp;Weiter importieren</translation>
    </message>
    <message>
        <source>Quit, or keep importing in the background?</source>
        <translation>Beenden oder im Hintergrund weiter importieren?</translation>
    </message>
    <message>
        <source>This desktop has no tray, so there would be no icon to open the window again: start OHLC Desktop once more to see it.</source>
        <translation>Diese Oberfläche hat keinen Infobereich und damit kein Symbol, das das Fenster wieder öffnet: Starten Sie OHLC Desktop noch einmal, um es zu sehen.</translation>
    </message>
    <message>
        <source>&amp;Keep running</source>
        <translation>&amp;Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>{weekday} {date}</source>
        <translation>{weekday} {date}</translation>
    </message>
    <message>
        <source>{time} {zone}</source>
        <translation>{time} {zone}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} d {hours} h</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days} d</translation>
    </message>
</context>
<context>
    <name>WorkspaceButton</name>
    <message>
        <source>Workspace</source>
        <extracomment>Characters of a name on the button.</extracomment>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Workspaces: sets of chart windows under names</source>
        <translation>Arbeitsbereiche: Chart-Fenster unter einem Namen</translation>
    </message>
    <message>
        <source>Workspace: {name}</source>
        <translation>Arbeitsbereich: {name}</translation>
    </message>
</context>
<context>
    <name>WorkspaceKeeper</name>
    <message>
        <source>Workspace</source>
        <extracomment>When the button gives way to others.</extracomment>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>Workspace {number}</source>
        <translation>Arbeitsbereich {number}</translation>
    </message>
    <message>
        <source>Save the changes in “{name}”?</source>
        <translation>Die Änderungen in „{name}“ speichern?</translation>
    </message>
    <message>
        <source>What is not saved is as before when the workspace is opened again.</source>
        <translation>Was nicht gespeichert wird, ist wie vorher, wenn der Arbeitsbereich wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Do not save</source>
        <translation>&amp;Nicht speichern</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
</context>
<context>
    <name>WorkspaceMenu</name>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Neu…</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>Neuer Arbeitsbereich</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>Save workspace as</source>
        <translation>Arbeitsbereich speichern unter</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>Um&amp;benennen…</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>&amp;Save now</source>
        <translation>Jetzt &amp;speichern</translation>
    </message>
    <message>
        <source>&amp;Close all chart windows</source>
        <translation>Alle Chart-Fenster s&amp;chließen</translation>
    </message>
    <message>
        <source>No workspaces yet: give these windows a name</source>
        <translation>Noch keine Arbeitsbereiche: Geben Sie diesen Fenstern einen Namen</translation>
    </message>
    <message>
        <source>Save changes au&amp;tomatically</source>
        <translation>Änderungen &amp;automatisch speichern</translation>
    </message>
    <message>
        <source>D&amp;elete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Rename workspace</source>
        <translation>Arbeitsbereich umbenennen</translation>
    </message>
    <message>
        <source>Delete the workspace “{name}”?</source>
        <translation>Arbeitsbereich „{name}“ löschen?</translation>
    </message>
    <message>
        <source>Candles and drawings stay, and so do windows that are open.</source>
        <translation>Kerzen und Zeichnungen bleiben, offene Fenster auch.</translation>
    </message>
</context>
</TS>
