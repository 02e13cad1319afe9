Attribute VB_Name = "Konsolidierung"
Option Explicit

' Die Knöpfe des Blattes „Start“. Hier wird nichts gerechnet: Jeder Knopf startet eine Aufgabe von rv2xl (rv2xl.clerk.macros).

Private Const TITEL As String = "Konsolidierung"
Private Const DATEI As Long = 3 ' msoFileDialogFilePicker
Private Const ORDNER As Long = 4 ' msoFileDialogFolderPicker

' Ohne Umlaute und Anführungszeichen: Der Satz geht auch durch eine Befehlszeile.
Private Const NICHT_EINGERICHTET As String = "Excel kann das Programm rv2xl auf diesem PC nicht starten; was zu tun ist, " & _
    "steht in der Datei Konsolidierung_Einrichten.html im selben Ordner."

Public Sub BoegenErzeugen()
    Starten "generate"
End Sub

Public Sub RuecklaufPruefen()
    Starten "check"
End Sub

Public Sub RueckmeldungenErstellen()
    Starten "respond"
End Sub

Public Sub ErinnerungenErstellen()
    Starten "remind"
End Sub

Public Sub Konsolidieren()
    Starten "consolidate"
End Sub

Public Sub DurchsuchenStammdaten()
    Durchsuchen "Stammdaten", DATEI
End Sub

Public Sub DurchsuchenVersand()
    Durchsuchen "Versand", ORDNER
End Sub

Public Sub DurchsuchenRuecklauf()
    Durchsuchen "Ruecklauf", ORDNER
End Sub

Public Sub DurchsuchenErgebnis()
    Durchsuchen "Ergebnis", ORDNER
End Sub

Public Sub DurchsuchenVorjahr()
    Durchsuchen "Vorjahr", ORDNER
End Sub

Public Sub DurchsuchenVorjahreswerte()
    Durchsuchen "Vorjahreswerte", DATEI, "*.csv;*.parquet"
End Sub

' xlwings gibt den Befehl zwischen doppelten Anführungszeichen weiter; er selbst enthält deshalb keine.
Private Sub Starten(ByVal Aufgabe As String)
    On Error GoTo Fehler
    If IstEingerichtet() Then
        RunPython "import sys, importlib.util as u; sys.exit('" & NICHT_EINGERICHTET & "') if u.find_spec('rv2xl') is None " & _
            "else __import__('rv2xl.clerk.macros', fromlist=['macros'])." & Aufgabe & "()"
    Else
        MsgBox NICHT_EINGERICHTET, vbExclamation, TITEL
    End If
    Exit Sub
Fehler:
    MsgBox "Der Knopf konnte seine Aufgabe nicht starten (" & Err.Description & "); dasselbe tut, ohne Makros, " & _
        "„Konsolidierung.cmd“ im selben Ordner.", vbExclamation, TITEL
End Sub

' Fehlt Python oder rv2xl, zeigt xlwings eine Fehlermeldung von Python. Deshalb wird auf Windows zuerst still nachgesehen.
Private Function IstEingerichtet() As Boolean
    Dim Konsole As Object
    Dim Python As String
    Dim Ergebnis As Long
    On Error Resume Next
    Set Konsole = CreateObject("WScript.Shell")
    If Konsole Is Nothing Then
        IstEingerichtet = True
        Exit Function
    End If
    Python = "python"
    Python = ThisWorkbook.Names("Interpreter_Win").RefersToRange.Value
    Ergebnis = -1
    Ergebnis = Konsole.Run("""" & Python & """ -c ""import sys, importlib.util as u; " & _
        "sys.exit(not all(map(u.find_spec, ('rv2xl', 'xlwings'))))""", 0, True)
    IstEingerichtet = (Ergebnis = 0)
End Function

' Was neben dieser Mappe liegt, wird ohne den Pfad davor eingetragen: So darf der ganze Ordner umziehen.
Private Sub Durchsuchen(ByVal Feld As String, ByVal Art As Long, Optional ByVal Muster As String = "*.xlsx")
    Dim Zelle As Range
    Dim Hier As String
    Dim Gewaehlt As String
    On Error GoTo Fehler
    Set Zelle = ThisWorkbook.Names(Feld).RefersToRange
    Hier = ThisWorkbook.Path & Application.PathSeparator
    With Application.FileDialog(Art)
        .Title = TITEL & ": " & Feld
        .AllowMultiSelect = False
        .InitialFileName = Hier
        If Art = DATEI Then
            .Filters.Clear
            .Filters.Add "Dateien (" & Muster & ")", Muster
        End If
        If .Show <> -1 Then Exit Sub
        Gewaehlt = .SelectedItems(1)
    End With
    If StrComp(Left$(Gewaehlt, Len(Hier)), Hier, vbTextCompare) = 0 Then Gewaehlt = Mid$(Gewaehlt, Len(Hier) + 1)
    Zelle.Value = Gewaehlt
    Exit Sub
Fehler:
    MsgBox "Hier lässt sich nichts auswählen; bitte den Pfad in die gelbe Zelle eintippen.", vbExclamation, TITEL
End Sub
