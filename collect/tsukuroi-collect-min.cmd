@echo off
rem tsukuroi-collect min 1: 手で打ち込める最小の版。フォルダーに PC名.txt を書きます。
set F=%~dp0%COMPUTERNAME%
set U=SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall
(echo [tsukuroi-collect]
echo version=min1
echo host=%COMPUTERNAME%
echo arch=%PROCESSOR_ARCHITECTURE%
echo time=%DATE% %TIME%
echo [os]
for %%V in (ProductName DisplayVersion CurrentMajorVersionNumber CurrentBuild UBR EditionID InstallationType) do reg query "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" /v %%V /reg:64
echo [hotfix]
systeminfo | find "]: KB"
for %%R in (64 32) do echo [uninstall%%R]& for %%V in (DisplayName DisplayVersion Publisher) do reg query "HKLM\%U%" /s /v %%V /reg:%%R
echo [uninstall-user]
for %%V in (DisplayName DisplayVersion Publisher) do reg query "HKCU\%U%" /s /v %%V
echo [end]) > "%F%.tmp" 2>nul
move /y "%F%.tmp" "%F%.txt"
