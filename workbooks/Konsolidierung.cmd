@echo off
rem Tut ohne Makros, was die Knöpfe von Konsolidierung.xlsm tun. Die Mappe liegt daneben und heißt wie diese Datei.
rem Ohne „call“ und ohne Klammern um einen Pfad: In Namen von Ordnern dürfen auch Prozent-, Ausrufe- und Und-Zeichen stehen.
setlocal EnableExtensions DisableDelayedExpansion
chcp 1252 >nul
title Konsolidierung
set "MAPPE=%~dpn0.xlsm"
if not exist "%MAPPE%" goto ohne_mappe

rem Gesucht wird nur in PATH, nicht in diesem Ordner.
set "PROGRAMM="
set "PYTHON="
for %%I in (rv2xl.exe) do set "PROGRAMM=%%~$PATH:I"
if defined PROGRAMM goto menue
for %%I in (py.exe) do set "PYTHON=%%~$PATH:I"
if not defined PYTHON for %%I in (python.exe) do set "PYTHON=%%~$PATH:I"
if not defined PYTHON goto ohne_programm
"%PYTHON%" -P -c "import sys, importlib.util as u; sys.exit(u.find_spec('rv2xl') is None)" 2>nul
if errorlevel 1 goto ohne_programm

:menue
echo.
echo Konsolidierung: Was soll geschehen? Die Mappe muss gespeichert und in Excel geschlossen sein.
echo.
echo   1  Bögen erzeugen
echo   2  Rücklauf prüfen
echo   3  Rückmeldungen erstellen
echo   4  Erinnerungen erstellen
echo   5  Konsolidieren
echo   0  Beenden
echo.
"%SystemRoot%\System32\choice.exe" /c 012345 /n /m "Nummer: "
set "WAHL=%ERRORLEVEL%"
set "AUFGABE="
if "%WAHL%"=="2" set "AUFGABE=generate"
if "%WAHL%"=="3" set "AUFGABE=check"
if "%WAHL%"=="4" set "AUFGABE=respond"
if "%WAHL%"=="5" set "AUFGABE=remind"
if "%WAHL%"=="6" set "AUFGABE=consolidate"
if not defined AUFGABE goto :eof
echo.
if defined PROGRAMM "%PROGRAMM%" clerk "%MAPPE%" %AUFGABE%
if not defined PROGRAMM "%PYTHON%" -P -m rv2xl clerk "%MAPPE%" %AUFGABE%
echo.
pause
goto menue

:ohne_mappe
echo.
echo Die Mappe "%MAPPE%" fehlt; sie gehört neben diese Datei und heißt wie sie.
goto schluss

:ohne_programm
echo.
echo Das Programm rv2xl ist auf diesem PC nicht eingerichtet; was zu tun ist, steht in „Konsolidierung_Einrichten.html“.

:schluss
echo.
pause
