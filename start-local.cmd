@echo off
rem Starts the gateway with a simulated Fiks platform on this machine; 'start-local --help' says how.
setlocal

echo Fiks gateway, local demo

if defined LOCAL_DATA for %%I in ("%LOCAL_DATA%") do set "LOCAL_DATA=%%~fI"
cd /d "%~dp0"

set "modules=integrasjonspunkt,fiks-simulator,serviceregistry-stub,local-demo"
set "built=local-demo\target\built-by-start-local"

where java >nul 2>nul
if errorlevel 1 (
  echo There is no java on PATH. Install a JDK, version 17 or newer. 1>&2
  exit /b 1
)
set "version=0"
for /f "tokens=3" %%V in ('java -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.specification.version"') do set "version=%%V"
if %version% LSS 17 (
  echo java on PATH is version %version%, but 17 or newer is needed. 1>&2
  exit /b 1
)

powershell -NoProfile -Command "if (-not (Test-Path '%built%')) { exit 1 }; $since = (Get-Item '%built%').LastWriteTime; $sources = @('pom.xml', 'asice/pom.xml', 'asice/src/main'); foreach ($m in '%modules%'.Split(',')) { if (-not (Test-Path ($m + '/target/*-exec.jar'))) { exit 1 }; $sources += ($m + '/pom.xml'), ($m + '/src/main') }; if (Get-ChildItem -Recurse -File $sources | Where-Object LastWriteTime -gt $since) { exit 1 }"
if errorlevel 1 call :build || exit /b 1

for %%J in (local-demo\target\local-demo-*-exec.jar) do set "launcher=%%J"
java -jar "%launcher%" %*
exit /b %errorlevel%

rem The file is dated before the build, so that what is edited meanwhile counts as newer.
:build
where mvn >nul 2>nul
if errorlevel 1 (
  echo There is no mvn on PATH. Install Maven, version 3.8.7 or newer. 1>&2
  exit /b 1
)
echo Building (the first time Maven also fetches its libraries, which takes minutes) ...
if not exist local-demo\target mkdir local-demo\target
type nul > "%built%.new"
call mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -am -pl "%modules%" package
if errorlevel 1 exit /b 1
move /y "%built%.new" "%built%" >nul
exit /b 0
