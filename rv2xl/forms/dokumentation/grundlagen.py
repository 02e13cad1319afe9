"""What the sheets of Anlage 2 share: their source, periods, types and the two Leistungsträger."""

from __future__ import annotations

from rv2xl.model.definitions.blocks import Column
from rv2xl.model.definitions.field import FilledBy, StandIn
from rv2xl.model.expressions.expr import Ref
from rv2xl.model.finding import Severity

ANLAGE = "RV 2 Anlage 2"
NAME = "dokumentation"
STICHTAG = "31.12. des Jahres"
ZEITRAUM = "01.01. bis 31.12. des Jahres"

FEHLER, WARNUNG, HINWEIS = Severity.FEHLER, Severity.WARNUNG, Severity.HINWEIS
LWV_FUELLT, LE_FUELLT, FORMEL = FilledBy.LWV, FilledBy.LEISTUNGSERBRINGER, FilledBy.FORMEL

LWV = Column("lwv", "Leistungsträgerschaft LWV Hessen", short="LWV")
ANDERE_KEINE = Ref("zusatz.andere_keine").named("„andere Leistungsträger: keine“").eq("ja")
ANDERE = Column("andere", "andere Leistungsträger", short="andere", stand_in=StandIn(ANDERE_KEINE))
TRAEGER = (LWV, ANDERE)
