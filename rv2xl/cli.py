"""The command line `rv2xl`. No logic: options in, one function called, result shown. Heavy rooms are imported by the commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click import argument, option

from rv2xl.commands.calendar import calendar
from rv2xl.commands.check_returns import check_returns
from rv2xl.commands.clerk import clerk, doctor
from rv2xl.commands.consolidate import collected, consolidate
from rv2xl.commands.distances import distances
from rv2xl.commands.report import report
from rv2xl.commands.update_register import update_register
from rv2xl.model.abbruch import Abbruch
from rv2xl.screen.console import print_json, progress, run, say, table, written_into
from rv2xl.screen.help import german_app
from rv2xl.screen.options import (
    FILE,
    FOLDER,
    answer,
    letters,
    reading,
    register_option,
    sending,
    year_option,
)
from rv2xl.screen.values import OneOf, WholeNumber

if TYPE_CHECKING:
    pass

app = german_app("Vordrucke des Hessischen Rahmenvertrages 2 ausgeben, Rückläufe prüfen und zusammenführen.")


@app.command()
@option("--out", type=FOLDER, default="demo", help="Wohin geschrieben wird.")
@option("--providers", type=WholeNumber(1, 200), default=12, help="Zahl der Leistungserbringer.")
@option(
    "--seed",
    type=WholeNumber(),
    default=1,
    help="Welche Daten erfunden werden: Jede Zahl ergibt andere, dieselbe immer dieselben.",
)
@year_option(default=2025)
def demo(out: Path, providers: int, seed: int, year: int) -> None:
    """Den ganzen Weg an erfundenen Daten zeigen: Stammdaten, Versand, Rücklauf, Berechnungsbögen, Berichte."""
    from rv2xl.demo.run import run_demo

    with progress(None, "Vorführung") as advance:
        found, closing = run_demo(out, providers, seed, year, advance)
    heads = ("Mit Absicht falsch", "Datei", "Code", "Blatt", "Zelle", "Gefunden")
    table("Was mit Absicht nicht stimmt und wie es gefunden wurde", heads, found)
    for line in closing:
        say(line)


@app.command()
def forms() -> None:
    """Die Formulare nennen: Name, Titel, Fundstelle, Versionen."""
    from rv2xl import forms as registry

    versions = {name: ", ".join(form.version for form in registry.versions(name)) for name in registry.NAMES}
    rows = [(form.name, form.title, form.source, versions[form.name]) for form in map(registry.newest, registry.NAMES)]
    table("Formulare", ("Name", "Titel", "Fundstelle", "Versionen"), rows)


@app.command()
@argument("what", metavar="FORMULAR-oder-DATEI", help="Name eines Formulars oder eine ausgegebene Arbeitsmappe.")
@option(
    "--format",
    type=OneOf("text", "json", "markdown"),
    default="text",
    help="Ausgabe zum Lesen (text), für andere Programme (json) oder für eine Dokumentation (markdown).",
)
def describe(what: str, format: str) -> None:
    """Das Verzeichnis der Felder und Regeln ausgeben, von einem Formular oder von einer ausgegebenen Arbeitsmappe."""
    from rv2xl.reports.dictionary import described, field_lines, markdown, rule_lines

    entry = described(what)
    match format:
        case "json":
            print_json(entry)
        case "markdown":
            for line in markdown(entry).rstrip("\n").split("\n"):
                say(line)
        case _:
            table(f"{entry['title']} ({entry['form']} {entry['version']})", *field_lines(entry))
            table("Regeln", *rule_lines(entry))


@app.command()
@argument("form", metavar="FORMULAR", help="Name des Formulars, siehe „rv2xl forms“.")
@year_option(required=True)
@option("--out", type=FOLDER, required=True, help="Wohin geschrieben wird.")
@register_option()
@sending
def generate(
    form: str,
    year: int,
    out: Path,
    register: Path | None,
    previous: tuple[Path, ...],
    encrypt: bool,
    with_letters: bool,
    templates: Path | None,
    today: date | None,
    **which: Any,
) -> None:
    """Arbeitsmappen ausgeben: eine je Leistungserbringer, ohne Stammdaten den leeren Vordruck."""
    from rv2xl.letters.rendering import Templates
    from rv2xl.letters.sending_out import send_out
    from rv2xl.outgoing.generate import form_to_issue
    from rv2xl.returns.register import load_register
    from rv2xl.screen.password import new_password

    if templates is not None and not with_letters:
        raise Abbruch("Zu --templates gehört --letters.")
    definition = form_to_issue(form)
    known = load_register(register, year) if register is not None else None
    written, told, said = send_out(
        definition, known, year, out, today or date.today(), progress, previous=previous,
        templates=Templates(templates) if with_letters else None, password=new_password() if encrypt else None, **which,
    )  # fmt: skip
    for sentence in told:
        say(sentence)
    say(written_into(out, written, "Arbeitsmappe", "Arbeitsmappen"))
    for sentence in said:
        say(sentence)


app.command("check")(check_returns)


@app.command()
@argument("a", metavar="A", type=FILE, help="Die eine Fassung (.xlsx).")
@argument("b", metavar="B", type=FILE, help="Die andere Fassung (.xlsx); Unterschiede zählen von A nach B.")
@option("--personal", is_flag=True, help="Auch Angaben zu Personen zeigen, etwa Kennungen und Ansprechpartner.")
@answer
def compare(a: Path, b: Path, personal: bool, format: str) -> None:
    """Zwei Fassungen eines Bogens vergleichen: welche Eingaben sich unterscheiden und welche Ergebnisse daraus folgen."""
    from rv2xl.reports.comparison import as_json, show_comparison
    from rv2xl.returns.batch import read_whole_files
    from rv2xl.returns.comparison import compare as compared
    from rv2xl.screen.password import known_password

    read = read_whole_files(a, b, password=known_password([a, b]))
    comparison = compared(*(entry.returned for entry in read), personal=personal)
    if format == "json":
        print_json(as_json(comparison))
    else:
        show_comparison(comparison, show=table, say=say)


app.command()(consolidate)


@app.command()
@argument("folder", type=FOLDER, help="Ordner mit den Rückläufen.")
@register_option(required=True)
@year_option(required=True)
@option(
    "--out",
    type=FOLDER,
    required=True,
    help="Ordner für die Entwürfe (.eml), die Schreiben zum Drucken (.html) und die Liste der Berichtigungen (.xlsx).",
)
@letters
@reading
def respond(folder: Path, out: Path, **asked: Any) -> None:
    """Jedem, der etwas gesandt hat, als Entwurf antworten; wo etwas zu berichtigen ist, mit markierter Kopie."""
    from rv2xl.letters.respond import respond as answer_all
    from rv2xl.returns.folder import find_files

    _write_letters(answer_all, folder, out, find_files([folder], asked["cache"]), **asked)


@app.command()
@argument("folder", type=FOLDER, help="Ordner mit den Rückläufen; er darf leer sein.")
@register_option(required=True)
@year_option(required=True)
@option(
    "--out",
    type=FOLDER,
    required=True,
    help="Ordner für die Mahnliste (.xlsx), die Entwürfe (.eml) und die Schreiben (.html).",
)
@letters
@reading
def remind(folder: Path, out: Path, **asked: Any) -> None:
    """Auflisten, wessen Rücklauf fehlt oder zurückgewiesen ist, und jedem eine Erinnerung als Entwurf schreiben."""
    from rv2xl.letters.remind import remind as remind_all
    from rv2xl.returns.folder import find_any_files

    _write_letters(remind_all, folder, out, find_any_files([folder], asked["cache"]), **asked)


app.command()(distances)
app.command("update-register")(update_register)
app.command()(clerk)
app.command()(report)
app.command()(calendar)
app.command()(doctor)


def _write_letters(
    write: Callable[..., list[str]],
    folder: Path,
    out: Path,
    files: list[Path],
    *,
    templates: Path | None,
    today: date | None,
    **asked: Any,
) -> None:
    """Read what came back, and write letters about it."""
    from rv2xl.letters.rendering import Templates
    from rv2xl.outgoing.deadlines import told_of_other_years

    own = Templates(templates)
    found = collected(files, **asked)
    said = write(found, folder, out, own, today or date.today())
    for sentence in (*said, *told_of_other_years(found.form, found.register, found.year, found.expected())):
        say(sentence)


@app.command("import-costs")
@argument("file", type=FILE, help="Saldenliste (.csv, .xlsx, .xls oder .ods): Konto, Bezeichnung, Betrag.")
@option(
    "--map",
    "mapping",
    type=FILE,
    required=True,
    help="Zuordnung (.csv, .xlsx, .xls oder .ods): Konto und Zeile der Anlage 3, mit dem gedruckten Namen oder der Kennung.",
)
@year_option("Jahr des Bogens; ohne Angabe wird nur berichtet.")
@option("--out", type=FILE, help="Der ausgefüllte Bogen (.xlsx); ohne Angabe neben der Liste.")
@answer
def import_costs(file: Path, mapping: Path, year: int | None, out: Path | None, format: str) -> None:
    """Salden der Buchhaltung in eine Kostenzuordnung (Anlage 3) übernehmen und zeigen, dass kein Cent fehlt."""
    from rv2xl.costs.import_costs import import_costs as imported
    from rv2xl.reports import imported_costs as report

    path = report.target(file, mapping, out, year)
    found = imported(file, mapping)
    report.write_workbook(found, path, year)
    if format == "json":
        print_json(report.as_json(found, path))
    else:
        report.show_import(found, path, show=table, say=say)
    report.require_no_problems(found)


def main() -> None:
    """Start the command line."""
    run(app)
