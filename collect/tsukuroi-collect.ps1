<#
tsukuroi-collect 1

この PC の Windows の版、更新プログラム、入っているソフトウェアを調べ、1 つのテキストファイルに書き出します。
何もインストールせず、設定も変えません。通信は、引数で指定した共有フォルダーに書くことだけです。管理者でなくても動きます。

  使い方: powershell -NoProfile -ExecutionPolicy Bypass -File tsukuroi-collect.ps1 [書き出すフォルダー]
          フォルダーを省くと、このファイルのあるフォルダーに書きます。
          書き出すファイル: PC名_年月日時分.txt（書き終わるまでは .tmp）

調べるもの: Windows の名前・ビルド・エディション、更新プログラムの番号、ソフトウェアの名前・版・発行元、
  Office・Edge・.NET・SQL Server・Exchange の版、再起動待ちかどうか、PC 名、機器のシリアル番号、収集日時。
調べないもの: 利用者の名前やメールアドレス、プロダクト ID、IP アドレス、MAC アドレス、ファイルや文書の中身。

Writes what Windows, updates and software this PC has into one text file. Installs nothing, changes nothing, needs no
administrator, and talks to nothing but the folder given. It does not look at names or mail addresses of users, product IDs,
IP or MAC addresses, or the contents of any file.
#>
param([string]$Out = $PSScriptRoot)
$ErrorActionPreference = 'SilentlyContinue'

# 32 ビットの PowerShell からは 64 ビットのソフトウェアが見えません。 / A 32-bit PowerShell sees half of the software.
if ($env:PROCESSOR_ARCHITEW6432) {
    Write-Output '64 ビットの PowerShell で実行してください。 / Run this by the 64-bit PowerShell.'
    exit 1
}

# 1 つのキーの値を、reg query と同じ形で。 / The values of one key, as reg query prints them.
function Show-Values([string]$Path, [string]$Title, [string[]]$Names) {
    $item = Get-ItemProperty -LiteralPath $Path
    if (-not $item) { return }
    ''
    $Title
    foreach ($name in $Names) {
        $value = $item.$name
        if ($null -eq $value) { continue }
        if ($value -is [int]) { '    {0}    REG_DWORD    0x{1:x}' -f $name, $value }
        else { '    {0}    REG_SZ    {1}' -f $name, ("$value" -replace '[\r\n\t]+', ' ') }
    }
}

# 子のキーごとに。 / The same of every key beneath.
function Show-Keys([string]$Path, [string[]]$Names) {
    foreach ($key in Get-ChildItem -LiteralPath $Path) { Show-Values $key.PSPath $key.Name $Names }
}

function Show-Pending([string]$Name, [string]$Parent) {
    if (-not (Test-Path -LiteralPath $Parent)) { "$Name=unknown" }
    elseif (Test-Path -LiteralPath "$Parent\$Name") { "$Name=yes" }
    else { "$Name=no" }
}

function Show-All {
    $machine = 'HKLM:\SOFTWARE\Microsoft'
    $windows = "$machine\Windows\CurrentVersion"
    $values = 'DisplayName', 'DisplayVersion', 'Publisher', 'SystemComponent', 'ParentKeyName', 'ReleaseType'

    '[tsukuroi-collect]'
    'version=1'
    'shell=powershell'
    "host=$env:COMPUTERNAME"
    "arch=$env:PROCESSOR_ARCHITECTURE"
    'time=' + (Get-Date -Format 'yyyy-MM-ddTHH:mm:sszzz')
    if (Get-ChildItem -LiteralPath 'Registry::HKEY_USERS\S-1-5-19') { 'rights=administrator' } else { 'rights=user' }

    '[machine]'
    'serial=' + (Get-CimInstance -ClassName Win32_BIOS).SerialNumber

    '[os]'
    Show-Values "$machine\Windows NT\CurrentVersion" 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion' @(
        'ProductName', 'DisplayVersion', 'ReleaseId', 'CurrentVersion', 'CurrentMajorVersionNumber', 'CurrentMinorVersionNumber',
        'CurrentBuild', 'UBR', 'EditionID', 'InstallationType', 'CSDVersion')

    '[restart]'
    Show-Pending 'RebootPending' "$windows\Component Based Servicing"
    Show-Pending 'RebootRequired' "$windows\WindowsUpdate\Auto Update"

    '[hotfix]'
    foreach ($update in Get-HotFix) { $update.HotFixID }

    '[uninstall64]'
    Show-Keys "$windows\Uninstall" $values
    '[uninstall32]'
    Show-Keys 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall' $values
    '[uninstall-user]'
    Show-Keys 'HKCU:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall' $values

    '[office]'
    foreach ($root in 'SOFTWARE', 'SOFTWARE\WOW6432Node') {
        Show-Values "HKLM:\$root\Microsoft\Office\ClickToRun\Configuration" "HKEY_LOCAL_MACHINE\$root\Microsoft\Office\ClickToRun\Configuration" @(
            'VersionToReport', 'ProductReleaseIds', 'Platform', 'UpdateChannel', 'CDNBaseUrl')
    }

    '[dotnet]'
    Show-Values "$machine\NET Framework Setup\NDP\v4\Full" 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' @('Release')
    '[dotnet-runtimes]'
    foreach ($folder in $env:ProgramFiles, ${env:ProgramFiles(x86)}) {
        if ($folder -and (Test-Path -LiteralPath "$folder\dotnet\dotnet.exe")) { & "$folder\dotnet\dotnet.exe" --list-runtimes }
    }

    '[products]'
    Show-Keys 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients' @('pv')
    Show-Keys 'HKLM:\SOFTWARE\Microsoft\EdgeUpdate\Clients' @('pv')
    Show-Keys 'HKCU:\SOFTWARE\Microsoft\EdgeUpdate\Clients' @('pv')
    Show-Values 'HKCU:\SOFTWARE\Google\Chrome\BLBeacon' 'HKEY_CURRENT_USER\SOFTWARE\Google\Chrome\BLBeacon' @('version')
    foreach ($instance in Get-ChildItem -LiteralPath "$machine\Microsoft SQL Server") {
        Show-Values "$($instance.PSPath)\Setup" "$($instance.Name)\Setup" @('Version', 'PatchLevel', 'Edition')
    }

    '[exchange]'
    Show-Values "$machine\ExchangeServer\v15\Setup" 'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\ExchangeServer\v15\Setup' @(
        'MsiProductMajor', 'MsiProductMinor', 'MsiBuildMajor', 'MsiBuildMinor')
    if ($env:ExchangeInstallPath) {
        'ExSetup=' + (Get-Item -LiteralPath "$($env:ExchangeInstallPath)bin\ExSetup.exe").VersionInfo.FileVersion
    }

    '[end]'
}

$name = '{0}_{1}' -f $env:COMPUTERNAME, (Get-Date -Format 'yyyyMMddHHmm')
Show-All | Out-File -FilePath (Join-Path $Out "$name.tmp") -Encoding utf8 -Force
Move-Item -LiteralPath (Join-Path $Out "$name.tmp") -Destination (Join-Path $Out "$name.txt") -Force
if (Test-Path -LiteralPath (Join-Path $Out "$name.txt")) {
    Write-Output (Join-Path $Out "$name.txt")
} else {
    Write-Output "書き出せませんでした。フォルダーに書き込めるか確かめてください。 / Could not write into $Out."
    exit 1
}
