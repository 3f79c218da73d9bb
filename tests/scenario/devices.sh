#!/bin/sh
# Network devices from pasted text, scans as hints, the machines nobody has in a ledger, SWID tags and CPE lists.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

make_home standard
before=$(ledger_state)

story "what was pasted is shown before anything is saved"
run 0 ledger import device "$demo/console.txt"
has "FortiOS  7.0.5"
has "Cisco IOS XE  16.12.4"
has "RTX830"
has "Nothing was saved"
lacks "ZGVtbyBvbmx5"
lacks "TK00000001"
lacks "12.2(55)SE9"
is "the ledger is as before" "$(ledger_state)" "$before"
run 0 --lang ja ledger import device "$demo/console.txt"
has "ハードウェアの版"
has "まだ保存していません"
run 0 ledger import device "$demo/console.txt" --json
json '.devices | length' 3
json '.devices[0].facts.version' 7.0.5
json '.devices[1].facts.neighbours[0].name' sw-2f.example.lg.jp
json '.paste.secrets' 1

story "a device without a name has to be given one"
run 2 ledger import device "$demo/console.txt" --yes
has "does not print its name"
run 0 ledger import device "$demo/console.txt" --yes --host rtx-honcho --system 庁内ネットワーク
has "Saved: 3 devices, 6 installed"
run 0 ledger import device "$demo/console.txt" --yes --host rtx-honcho --system 庁内ネットワーク
has "taken in before"
run 0 ledger show software
has "FortiOS"
has "15.02.20"
run 0 ledger address core-sw
lacks "12.2(55)SE9"

story "a newer paste is an upgrade"
sed 's/v7.0.5,build0304/v7.0.7,build0367/; s/Branch point: 0304/Branch point: 0367/' "$demo/console.txt" >"$scratch/newer.txt"
run 0 ledger import device "$scratch/newer.txt" --yes --host rtx-honcho --system 庁内ネットワーク
has "1 upgraded"
run 0 ledger history
has "7.0.5 to 7.0.7"

story "a special build is kept, and nothing is told from it"
sed 's/(GA.F)/(Interim)/' "$demo/console.txt" | sed -n 1,10p >"$scratch/special.txt"
run 0 ledger import device "$scratch/special.txt"
has "undecidable"

story "what is no device is refused"
echo "hello" >"$scratch/hello.txt"
run 3 ledger import device "$scratch/hello.txt" --yes
has "No network device was recognised"
run 3 ledger import nmap "$demo/console.txt"

story "machines that are in no ledger"
run 0 ledger import nmap "$demo/scan.xml"
has "2 machines seen, 2 of them in no ledger"
run 0 ledger import nmap "$demo/scan.xml" --json
json .services 2
run 1 ledger unmanaged
has "old-nas.example.lg.jp"
has "neighbour of core-sw"
run 0 ledger address core-sw 192.0.2.21
run 1 ledger unmanaged --json
json '[.machines[].address] | join(" ")' 192.0.2.77
json '.seen' 2
run 2 ledger address core-sw nonsense

story "a scan's versions are no facts"
run 0 ledger import nmap "$demo/scan.xml" --system 見つかった機器
run 0 ledger show software
has "(version unknown)"

story "where a router without a console says its version"
run 0 ledger device where バッファロー
run 3 ledger device where xyzzy

story "products out as CPE names and SWID tags, and in again"
run 0 ledger export cpe 庁内ネットワーク
has "cpe:2.3:o:fortinet:fortios:7.0.7:"
has "# Cisco C9300-24T"
cp "$out" "$scratch/list.txt"
run 0 ledger import cpe "$scratch/list.txt" --system 交換 --host 一覧
run 0 ledger export swid "$scratch/tags" 庁内ネットワーク --regid example.lg.jp
run 0 ledger import swid "$scratch/tags" --system 交換
run 3 ledger import swid "$scratch/list.txt"
run 3 ledger import swid "$scratch"

plan
