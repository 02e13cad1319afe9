"""Anlage 3: what must hold in a Kostenzuordnung."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import FEHLER, HINWEIS, WARNUNG
from rv2xl.forms.kostenzuordnung.eingaben import ABSCHREIBUNGEN, GRUPPEN, KOPF, betrag, eingetragen
from rv2xl.model.definitions.blocks.cost_blocks import LABEL
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.kostenarten import Kostenart, Kostengruppe


def _null(line: Kostenart, group: Kostengruppe) -> Rule:
    anerkannt = Ref(f"{group.id}.summe").named("der anerkannte Betrag")
    return Rule("A3-NULL", HINWEIS, part=line.id, source=group.source, when=betrag(line).ne(""),
                holds=betrag(line).named(f"der Eintrag in Gruppe {group.number}") <= anerkannt,
                must=f"Gruppe {group.number} bleibt leer: Ein Eintrag ① wird mit 0,00 anerkannt ②.",
                remedy="Nichts zu tun: Anlage 3 sieht hier 0,00 vor; der Eintrag bleibt stehen und wird mit 0,00 anerkannt.")  # fmt: skip


def _frei(line: Kostenart, group: Kostengruppe) -> tuple[Rule, ...]:
    """A free line's amount needs its label, and the label its amount."""
    pair = (Ref(f"{line.id}.{LABEL}"), betrag(line))
    where = f"der freien Zeile {line.id.rpartition('_')[2]} in Gruppe {group.number}"
    said = (("Zum Betrag", "die Kostenart"), ("Zur Kostenart", "der Betrag"))
    return tuple(
        Rule("A3-FREI", FEHLER, short="Kostenart oder Betrag fehlt", part=missing.field.replace(".", "_"), source=group.source,
             when=there.ne(""), holds=missing.ne(""), must=f"{to} {where} ist auch {what} eingetragen.",
             broken=f"{to} {where} fehlt {what}.",
             remedy="Bitte zum Betrag die Kostenart und zur Kostenart den Betrag eintragen, oder beides leeren.")
        for (missing, there), (to, what) in zip((pair, pair[::-1]), said, strict=True)
    )  # fmt: skip


REGELN = (
    *(_null(line, group) for group in GRUPPEN for line in group.lines if line.share == 0),
    *(rule for group in GRUPPEN for line in group.lines if line.free for rule in _frei(line, group)),
    Rule("A3-DOPPELT", WARNUNG, short="steckt schon in Anlage 4/5", source=ABSCHREIBUNGEN.source,
         when=KOPF["investition_nach_anlage_4_5"].eq("ja"),
         holds=eingetragen(ABSCHREIBUNGEN).named("der Betrag der Abschreibungen in Gruppe 15").eq(0),
         must="Neben einer Investition, mit der sie abgegolten sind (Anlage 4 Nr. 2.3.2), stehen in Gruppe 15 keine Abschreibungen; "
                "Anlage 5 sagt nichts dergleichen.",
         broken="In Gruppe 15 stehen Abschreibungen neben einer Investition nach Anlage 4 oder 5. Mit den Amortisationsquoten der Anlage 4 "
              "sind Abschreibung, Verzinsung und laufende Instandhaltung abgegolten (Nr. 2.3.2); Anlage 5 sagt nichts dergleichen.",
         remedy="Bitte prüfen, ob der Betrag in Gruppe 15 eine Investition nach Anlage 4 betrifft; dann gehört er nicht hierher."),
)  # fmt: skip
