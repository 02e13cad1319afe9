"""The command line `rv2xl`. No logic: options in, one function called, result shown. Heavy rooms are imported by the commands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from rv2xl.application import german_app
from rv2xl.console import progress, run, table
from rv2xl.options import (
    FIRST_YEAR,
    LAST_YEAR,
    CacheFolder,
    CheckFormat,
    DictionaryFormat,
    ExecutorKind,
    RegisterFile,
    RegisterOrNone,
    Scheduler,
    Today,
    WhichExecutor,
    Workers,
    Year,
    YearOrNone,
)

app = german_app(help="Vordrucke des Hessischen Rahmenvertrages 2 ausgeben, Rückläufe prüfen und zusammenführen.")


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="ORDNER", help="Wohin geschrieben wird.")] = Path("demo"),
    providers: Annotated[
        int, typer.Option("--providers", metavar="ZAHL", min=1, max=200, help="Zahl der Leistungserbringer.")
    ] = 12,
    seed: Annotated[int, typer.Option("--seed", metavar="ZAHL", help="Startwert der erfundenen Daten.")] = 1,
    year: Year = 2025,
    today: Today = None,
) -> None:
    """Den ganzen Weg an erfundenen Daten zeigen: Stammdaten, Versand, Rücklauf, Berechnungsbögen, Berichte."""
    from rv2xl.demo.run import run_demo

    with progress(None, "Vorführung") as advance:
        result = run_demo(out, providers, seed, year, advance)
    heads = ("Mit Absicht falsch", "Datei", "Code", "Blatt", "Zelle", "Gefunden")
    table("Was mit Absicht nicht stimmt und wie es gefunden wurde", heads, result.found)
    typer.echo(result.closing)


@app.command()
def forms() -> None:
    """Die Formulare nennen: Name, Titel, Fundstelle, Versionen."""
    from rv2xl import forms as registry

    rows = [
        (
            name,
            registry.newest(name).title,
            registry.newest(name).source,
            ", ".join(form.version for form in registry.versions(name)),
        )
        for name in registry.NAMES
    ]
    table("Formulare", ("Name", "Titel", "Fundstelle", "Versionen"), rows)


@app.command()
def describe(
    what: Annotated[
        str,
        typer.Argument(metavar="FORMULAR-oder-DATEI", help="Name eines Formulars oder eine ausgegebene Arbeitsmappe."),
    ],
    format: Annotated[DictionaryFormat, typer.Option("--format", help="Art der Ausgabe.")] = DictionaryFormat.TEXT,
) -> None:
    """Das Verzeichnis der Felder und Regeln ausgeben, von einem Formular oder von einer ausgegebenen Arbeitsmappe."""
    from rv2xl.reports.describe import described
    from rv2xl.reports.dictionary import field_lines, markdown, rule_lines

    entry = described(what)
    match format:
        case DictionaryFormat.JSON:
            _print_json(entry)
        case DictionaryFormat.MARKDOWN:
            typer.echo(markdown(entry), nl=False)
        case DictionaryFormat.TEXT:
            table(f"{entry['title']} ({entry['form']} {entry['version']})", *field_lines(entry))
            table("Regeln", *rule_lines(entry))


@app.command()
def generate(
    form: Annotated[str, typer.Argument(metavar="FORMULAR", help="Name des Formulars, siehe „rv2xl forms“.")],
    year: Year,
    out: Annotated[Path, typer.Option("--out", metavar="ORDNER", help="Wohin geschrieben wird.")],
    register: RegisterOrNone = None,
    provider: Annotated[
        list[str] | None, typer.Option("--provider", metavar="NR", help="Nur dieser Leistungserbringer.")
    ] = None,
    rows: Annotated[
        int | None, typer.Option("--rows", metavar="ZAHL", help="Zeilen der Listen, wenn mehr gebraucht werden.")
    ] = None,
    last: Annotated[
        Path | None,
        typer.Option("--from", metavar="DATEI", help="Bogen des Vorjahres, aus dem übernommen wird, was bleibt."),
    ] = None,
    today: Today = None,
) -> None:
    """Arbeitsmappen ausgeben: eine je Leistungserbringer, ohne Stammdaten den leeren Vordruck."""
    from rv2xl.returns.carrying import prepared
    from rv2xl.returns.generate import known_form, write_issues
    from rv2xl.returns.register import load_register

    definition = known_form(form)
    known = load_register(register, year) if register is not None else None
    beginnings = prepared(definition, known, year, provider or (), rows, last)
    with progress(len(beginnings.issues), "Arbeitsmappen schreiben") as advance:
        written = write_issues(beginnings.issues, out, beginnings.entered, advance)
    for sentence in beginnings.left_out:
        typer.echo(sentence)
    typer.echo(f"{len(written)} {'Arbeitsmappe' if len(written) == 1 else 'Arbeitsmappen'} in „{out}“ geschrieben.")


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PFAD", help="Dateien oder Ordner.")],
    register: RegisterOrNone = None,
    year: YearOrNone = None,
    values: Annotated[bool, typer.Option("--values", help="Auch die gelesenen Werte ausgeben.")] = False,
    format: Annotated[CheckFormat, typer.Option("--format", help="Art der Ausgabe.")] = CheckFormat.TEXT,
    workers: Workers = None,
    executor: WhichExecutor = ExecutorKind.PROCESSES,
    scheduler: Scheduler = None,
    cache: CacheFolder = None,
    today: Today = None,
) -> None:
    """Rückläufe prüfen und jeden Befund mit Blatt, Zelle und Abhilfe nennen."""
    from rv2xl.reports.findings import as_json, show_files
    from rv2xl.returns.batch import check_files, find_files
    from rv2xl.returns.processes.cache import Cache
    from rv2xl.returns.processes.executors import executor_of
    from rv2xl.returns.register import load_register

    memory = Cache(cache) if cache is not None else None
    files = find_files(paths)
    with executor_of(executor, workers, scheduler, len(files), start=cache is None) as lent:
        known = load_register(register, year) if register is not None else None
        with progress(len(files), "Rückläufe prüfen") as advance:
            shared_disk = executor is ExecutorKind.PROCESSES
            checked = check_files(files, known, year, advance, executor=lent, cache=memory, shared_disk=shared_disk)
    if format is CheckFormat.JSON:
        _print_json(as_json(checked, values=values))
    else:
        show_files(checked, values=values, show=table, say=typer.echo)
    raise typer.Exit(1 if any(entry.has_errors for entry in checked) else 0)


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="Die eine Fassung (.xlsx).")],
    b: Annotated[
        Path, typer.Argument(metavar="B", help="Die andere Fassung (.xlsx); Unterschiede zählen von A nach B.")
    ],
    format: Annotated[CheckFormat, typer.Option("--format", help="Art der Ausgabe.")] = CheckFormat.TEXT,
) -> None:
    """Zwei Fassungen eines Bogens vergleichen: welche Eingaben sich unterscheiden und welche Ergebnisse daraus folgen."""
    from rv2xl.reports.comparison import as_json, show_comparison
    from rv2xl.returns.pair import compare_files

    comparison = compare_files(a, b)
    if format is CheckFormat.JSON:
        _print_json(as_json(comparison))
    else:
        show_comparison(comparison, show=table, say=typer.echo)


@app.command()
def distances(
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Bogen „Ermittlung der Entfernungskilometer“ (.xlsx).")],
    table_file: Annotated[
        Path | None,
        typer.Option("--table", metavar="DATEI", help="Tabelle mit den Spalten von, nach und km (.csv oder .xlsx)."),
    ] = None,
    osrm: Annotated[
        str | None, typer.Option("--osrm", metavar="ADRESSE", help="Eigener Routingserver mit OSRM-Schnittstelle.")
    ] = None,
    places: Annotated[
        Path | None,
        typer.Option("--places", metavar="DATEI", help="Tabelle mit den Spalten ort, breite und laenge, für --osrm."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DATEI", help="Die ergänzte Fassung; sonst NAME_Entfernungen.xlsx daneben."),
    ] = None,
    today: Today = None,
) -> None:
    """Leere Entfernungen eines Bogens aus einer Tabelle oder von einem Routingserver eintragen."""
    from rv2xl.reports.distances import show_distances
    from rv2xl.reports.results import require_targets
    from rv2xl.returns.distances import fill_distances, ways_of

    target = out or file.with_name(f"{file.stem}_Entfernungen.xlsx")
    require_targets(target, None, [path for path in (file, table_file, places) if path is not None])
    found = fill_distances(file, target, ways_of(table_file, osrm, places), today or date.today())
    show_distances(found, show=table, say=typer.echo)
    typer.echo(f"Geschrieben: „{target}“")


@app.command()
def consolidate(
    folder: Annotated[Path, typer.Argument(metavar="ORDNER", help="Ordner mit den Rückläufen.")],
    register: RegisterFile,
    year: Year,
    out: Annotated[
        Path, typer.Option("--out", metavar="DATEI", help="Der Regionalbericht oder die Übersicht (.xlsx).")
    ],
    form: Annotated[
        str, typer.Option("--form", metavar="FORMULAR", help="Welches Formular zusammengeführt wird.")
    ] = "dokumentation",
    data: Annotated[Path | None, typer.Option("--data", metavar="DATEI", help="Alle Werte als Tabelle (.csv).")] = None,
    workers: Workers = None,
    executor: WhichExecutor = ExecutorKind.PROCESSES,
    scheduler: Scheduler = None,
    cache: CacheFolder = None,
    today: Today = None,
) -> None:
    """Rückläufe eines Ordners zusammenführen: zum Regionalbericht oder zur Übersicht eines Berechnungsbogens."""
    from rv2xl.reports.findings import summary_line
    from rv2xl.reports.results import consolidate_files, require_consolidation, require_targets, write_results
    from rv2xl.returns.batch import find_files
    from rv2xl.returns.generate import known_form
    from rv2xl.returns.processes.cache import Cache
    from rv2xl.returns.processes.executors import executor_of
    from rv2xl.returns.register import load_register

    definition = known_form(form)
    require_consolidation(definition, year)
    memory = Cache(cache) if cache is not None else None
    files = find_files([folder])
    require_targets(out, data, [*files, register])
    with executor_of(executor, workers, scheduler, len(files), start=cache is None) as lent:
        known = load_register(register, year)
        with progress(len(files), "Rückläufe lesen") as advance:
            shared_disk = executor is ExecutorKind.PROCESSES
            result = consolidate_files(
                definition, files, known, year, advance, executor=lent, cache=memory, shared_disk=shared_disk
            )
    written = write_results(result, out, data)
    typer.echo(summary_line(result.files))
    typer.echo("Geschrieben: " + ", ".join(f"„{path}“" for path in written))


@app.command("import-costs")
def import_costs(
    file: Annotated[
        Path, typer.Argument(metavar="DATEI", help="Saldenliste (.csv oder .xlsx): Konto, Bezeichnung, Betrag.")
    ],
    mapping: Annotated[
        Path, typer.Option("--map", metavar="DATEI", help="Zuordnung (.csv oder .xlsx): Konto, Zeile der Anlage 3.")
    ],
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="JAHR", min=FIRST_YEAR, max=LAST_YEAR,
            help="Jahr des Bogens; ohne Angabe wird nur berichtet.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DATEI", help="Der ausgefüllte Bogen (.xlsx); ohne Angabe neben der Liste."),
    ] = None,
    format: Annotated[CheckFormat, typer.Option("--format", help="Art der Ausgabe.")] = CheckFormat.TEXT,
) -> None:  # fmt: skip
    """Salden der Buchhaltung in eine Kostenzuordnung (Anlage 3) übernehmen und zeigen, dass kein Cent fehlt."""
    from rv2xl.reports import imported_costs as report
    from rv2xl.returns.import_costs import import_costs as imported

    path = report.target(file, mapping, out, year)
    found = imported(file, mapping)
    report.write_workbook(found, path, year)
    if format is CheckFormat.JSON:
        _print_json(report.as_json(found, path))
    else:
        report.show_import(found, path, show=table, say=typer.echo)
    report.require_no_problems(found)


def _print_json(entry: Any) -> None:
    typer.echo(json.dumps(entry, ensure_ascii=False, indent=1))


def main() -> None:
    """Start the command line."""
    run(app)
