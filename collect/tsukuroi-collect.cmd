@echo off
rem ============================================================================
rem tsukuroi-collect 1
rem
rem この PC の Windows の版、更新プログラム、入っているソフトウェアを調べ、1 つの
rem テキストファイルに書き出します。何もインストールせず、設定も変えません。
rem 通信は、引数で指定した共有フォルダーに書くことだけです。管理者でなくても動きます。
rem
rem   使い方: tsukuroi-collect.cmd [書き出すフォルダー]
rem           フォルダーを省くと、このファイルのあるフォルダーに書きます。
rem           書き出すファイル: PC名_年月日時分.txt （書き終わるまでは .tmp）
rem
rem 調べるもの: Windows の名前・ビルド・エディション、更新プログラムの番号、
rem   ソフトウェアの名前・版・発行元、Office・Edge・.NET・SQL Server・Exchange の版、
rem   再起動待ちかどうか、PC 名、機器のシリアル番号、収集日時。
rem 調べないもの: 利用者の名前やメールアドレス、プロダクト ID、IP アドレス、
rem   MAC アドレス、ファイルや文書の中身。
rem
rem Writes what Windows, updates and software this PC has into one text file.
rem Installs nothing, changes nothing, needs no administrator, and talks to nothing
rem but the folder given. It does not look at names or mail addresses of users,
rem product IDs, IP or MAC addresses, or the contents of any file.
rem ============================================================================
setlocal DisableDelayedExpansion
set "OUT=%~1"
if "%OUT%"=="" set "OUT=%~dp0."
set "UNINSTALL=SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
set "VALUES=DisplayName DisplayVersion Publisher SystemComponent ParentKeyName ReleaseType"

rem --- 収集日時 / time: WMI, else PowerShell, else DATE with the time zone's bias
set "NOW="
for /f "skip=1 tokens=1" %%T in ('wmic os get LocalDateTime 2^>nul') do if not defined NOW set "NOW=%%T"
if not defined NOW for /f "tokens=1" %%T in ('powershell -NoProfile -Command "Get-Date -Format yyyy-MM-ddTHH:mm:sszzz" 2^>nul') do set "NOW=%%T"
set "STAMP=%RANDOM%"
if defined NOW set "STAMP=%NOW:-=%"
if defined NOW set "STAMP=%STAMP:T=%"
if defined NOW set "STAMP=%STAMP::=%"
set "STAMP=%STAMP:~0,12%"
if not defined NOW set "NOW=%DATE% %TIME%"
set "BIAS="
for /f "tokens=3" %%B in ('reg query "HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation" /v ActiveTimeBias 2^>nul ^| find "REG_DWORD"') do set "BIAS=%%B"

rem --- シリアル番号 / serial number
set "SERIAL="
for /f "skip=1 tokens=*" %%S in ('wmic bios get SerialNumber 2^>nul') do if not defined SERIAL set "SERIAL=%%S"
if not defined SERIAL for /f "tokens=*" %%S in ('powershell -NoProfile -Command "(Get-CimInstance Win32_BIOS).SerialNumber" 2^>nul') do set "SERIAL=%%S"

set "FILE=%OUT%\%COMPUTERNAME%_%STAMP%"
call :collect > "%FILE%.tmp" 2>nul
if not exist "%FILE%.tmp" goto :failed
move /y "%FILE%.tmp" "%FILE%.txt" >nul
if not exist "%FILE%.txt" goto :failed
echo %FILE%.txt
exit /b 0

:failed
echo 書き出せませんでした。フォルダーに書き込めるか確かめてください。 / Could not write into "%OUT%".
exit /b 1

rem ----------------------------------------------------------------------------
:collect
echo [tsukuroi-collect]
echo version=1
echo shell=cmd
echo host=%COMPUTERNAME%
set "ARCH=%PROCESSOR_ARCHITECTURE%"
if defined PROCESSOR_ARCHITEW6432 set "ARCH=%PROCESSOR_ARCHITEW6432%"
echo arch=%ARCH%
echo time=%NOW%
echo bias=%BIAS%
reg query "HKU\S-1-5-19" >nul 2>&1 && echo rights=administrator || echo rights=user

echo [machine]
set SERIAL

echo [os]
for %%V in (ProductName DisplayVersion ReleaseId CurrentVersion CurrentMajorVersionNumber CurrentMinorVersionNumber CurrentBuild UBR EditionID InstallationType CSDVersion) do reg query "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" /v %%V /reg:64

echo [restart]
call :pending RebootPending "HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing"
call :pending RebootRequired "HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update"

echo [hotfix]
set "KB="
for /f "tokens=1" %%K in ('wmic qfe get HotFixID 2^>nul ^| find "KB"') do call :kb %%K
if not defined KB for /f "tokens=1" %%K in ('powershell -NoProfile -Command "Get-HotFix | ForEach-Object { $_.HotFixID }" 2^>nul ^| find "KB"') do call :kb %%K
if not defined KB for /f "tokens=2" %%K in ('systeminfo /fo list 2^>nul ^| find "]: KB"') do call :kb %%K

echo [uninstall64]
for %%V in (%VALUES%) do reg query "HKLM\%UNINSTALL%" /s /v %%V /reg:64
echo [uninstall32]
for %%V in (%VALUES%) do reg query "HKLM\%UNINSTALL%" /s /v %%V /reg:32
echo [uninstall-user]
for %%V in (%VALUES%) do reg query "HKCU\%UNINSTALL%" /s /v %%V

echo [office]
for %%V in (VersionToReport ProductReleaseIds Platform UpdateChannel CDNBaseUrl) do (
    reg query "HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration" /v %%V /reg:64
    reg query "HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration" /v %%V /reg:32
)

echo [dotnet]
reg query "HKLM\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full" /v Release /reg:64
echo [dotnet-runtimes]
if exist "%ProgramFiles%\dotnet\dotnet.exe" "%ProgramFiles%\dotnet\dotnet.exe" --list-runtimes
if exist "%ProgramFiles(x86)%\dotnet\dotnet.exe" "%ProgramFiles(x86)%\dotnet\dotnet.exe" --list-runtimes

echo [products]
reg query "HKLM\SOFTWARE\Microsoft\EdgeUpdate\Clients" /s /v pv /reg:32
reg query "HKCU\SOFTWARE\Microsoft\EdgeUpdate\Clients" /s /v pv
reg query "HKCU\SOFTWARE\Google\Chrome\BLBeacon" /v version
for %%V in (Version PatchLevel Edition) do reg query "HKLM\SOFTWARE\Microsoft\Microsoft SQL Server" /s /v %%V /reg:64

echo [exchange]
for %%V in (MsiProductMajor MsiProductMinor MsiBuildMajor MsiBuildMinor) do reg query "HKLM\SOFTWARE\Microsoft\ExchangeServer\v15\Setup" /v %%V /reg:64
if defined ExchangeInstallPath for /f "tokens=1" %%X in ('powershell -NoProfile -Command "(Get-Item ($env:ExchangeInstallPath + 'bin\ExSetup.exe')).VersionInfo.FileVersion" 2^>nul') do echo ExSetup=%%X

echo [end]
goto :eof

:kb
echo %1
set "KB=1"
goto :eof

:pending
reg query %2 /reg:64 >nul 2>&1 || (echo %1=unknown& goto :eof)
reg query %2 /reg:64 2>nul | find /i "\%1" >nul && echo %1=yes || echo %1=no
goto :eof
