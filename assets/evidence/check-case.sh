#!/bin/sh
# Checks an exported case by itself: every file, every chain of digests, every signature, every checkpoint, and that no
# file is missing. Needs od, sed, tr, cut, head, tail, sha256sum and openssl. Without an argument it checks the folder that
# it lies in; a copy of your own checks FOLDER: sh check-case.sh FOLDER.
# Three things the files cannot prove about themselves. That the keys are the right ones: compare device-public.pem with
# the one that headquarters holds for this device, and checkpoints/*.pem with the one that headquarters published. That
# this script is the program's: whoever changes the files can change it too, so take it from elsewhere. And that the case
# has no later entries, or a later export: headquarters' copy, or lucha verify on the laptop, shows the whole.
set -u
cd "${1:-$(dirname "$0")}" || exit 2
bad=0
no() { printf 'NO   %s\n' "$1"; bad=1; }
hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }
suite=$(cat SUITE 2>/dev/null)
case=$(cat CASE 2>/dev/null)
[ ${#case} = 32 ] || no "CASE names no case"
case $suite in
1) digest() { sha256sum <"$1" | cut -c1-64; }
   verify() { openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$1" -sigfile "$2"; } ;;
2) digest() { openssl dgst -sm3 -r "$1" | cut -c1-64; }
   verify() { openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$1" -sigfile "$2" \
       -digest sm3 -pkeyopt distid:1234567812345678; } ;;
*) no "suite $suite is unknown"; exit 1 ;;
esac
holds() { [ -f "$1" ] && case $(hex "$1") in *"$2"*) return 0 ;; *) return 1 ;; esac; }

sha256sum --check --quiet SHA256SUMS || no "a file is not the one that was exported, or is not here"
# The list itself: the device signed the entry of this export (kind 114); behind 16 bytes of salt its content begins with the
# list's digest.
for file in export.envelope export.content export.signed export.signature; do
    [ -f "$file" ] || no "$file is not here"
done
list=$(sha256sum <SHA256SUMS | cut -c1-64)
if [ -f export.content ] && [ -f export.envelope ] && [ -f export.signed ]; then
    [ "$(hex export.content | cut -c33-106)" = "a3005820${list}01" ] || no "SHA256SUMS is not the list of this export"
    holds export.envelope "$(digest export.content)" || no "export.content is not what its envelope names"
    holds export.envelope "$case" || no "export.content is of another case"
    holds export.envelope 06187207 || no "export.envelope is of no export"
    case $(hex export.signed) in
    *"$(digest export.envelope)") ;;
    *) no "export.signed is over another entry" ;;
    esac
    key=export.pem
    [ -f "$key" ] || key=device-public.pem
    verify export.signed export.signature >/dev/null 2>&1 || no "export.signature is not the device's"
fi
# What lies there and stands in no list.
for file in * entries/* heads/* checkpoints/* papers/* photographs/*; do
    [ -f "$file" ] || continue
    case $file in SHA256SUMS|export.*) continue ;; esac
    while read -r _ name; do [ "$name" = "$file" ] && continue 2; done <SHA256SUMS
    no "$file is not of this export"
done

for content in entries/*.content; do
    envelope=${content%.content}.envelope
    holds "$envelope" "$(digest "$content")" || no "$content is not what its envelope names"
    holds "$envelope" "$case" || no "$content is of another case"
done
for envelope in entries/*.envelope; do
    number=${envelope#entries/}
    number=${number%.envelope}
    next=entries/$(printf '%09d' $((1$number - 1000000000 + 1))).envelope
    own=$(digest "$envelope")
    ! holds "$envelope" "$case" || [ -f "entries/$number.content" ] || no "entries/$number.content is not here"
    if [ -f "heads/$number.signed" ]; then
        case $(hex "heads/$number.signed") in *"$own") ;; *) no "heads/$number.signed is over another entry" ;; esac
        # A key beside a head is a later one of the same device.
        key=heads/$number.pem
        [ -f "$key" ] || key=device-public.pem
        verify "heads/$number.signed" "heads/$number.signature" >/dev/null 2>&1 ||
            no "heads/$number.signature is not the device's"
    elif [ -f "$next" ]; then
        holds "$next" "$own" || no "$next does not follow $envelope"
    else
        no "nothing signs $envelope"
    fi
done
# A head is under the root that headquarters signed: leaf, nodes, root; always SHA-256.
for signed in checkpoints/*.signed; do
    [ -f "$signed" ] || continue
    file=${signed%.signed}
    number=${file#checkpoints/}
    envelope=entries/$number.envelope
    [ -f "$envelope" ] || { no "$file is over no entry that is here"; continue; }
    own=$(digest "$envelope")
    key=$file.pem
    case $(cat "$file.suite") in
    1) openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$signed" -sigfile "$file.signature" ;;
    2) openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$signed" -sigfile "$file.signature" \
        -digest sm3 -pkeyopt distid:1234567812345678 ;;
    *) false ;;
    esac >/dev/null 2>&1 || no "$file.signature is not headquarters'"
    case $(hex "$signed") in 87706c756368612d636865636b706f696e74*) ;; *) no "$signed is no checkpoint" ;; esac
    leaf=$(hex "$file.leaf")
    device=$(echo "$leaf" | cut -c11-42)
    case $leaf in
    006c656166"$device"????????"$(printf '%016x' $((1$number - 1000000000)))$own") ;;
    *) no "$file.leaf is of another head" ;;
    esac
    holds "$envelope" "$device" || no "$file.leaf is another device's"
    at=$(sha256sum <"$file.leaf" | cut -c1-64)
    for node in "$file".node-*; do
        [ -f "$node" ] || continue
        case $(hex "$node") in
        016e6f6465"$at"*|016e6f6465*"$at") ;;
        *) no "$node does not hold what is below it" ;;
        esac
        [ "$(wc -c <"$node")" -eq 69 ] || no "$node is no node"
        at=$(sha256sum <"$node" | cut -c1-64)
    done
    root=$(tail -c 66 "$signed" | head -c 32 | od -An -v -tx1 | tr -d ' \n')
    [ "$root" = "$at" ] || no "$signed has another root"
done
for file in checkpoints/* heads/*; do
    [ -f "$file" ] || continue
    [ -f "${file%%.*}.signed" ] || no "${file%%.*}.signed is not here"
done
# Each paper and photograph that a signed envelope of the case names: a map of digest (0), size (1) and kind (2).
there=$(sha256sum papers/* photographs/* 2>/dev/null | cut -c1-64)
for envelope in entries/*.envelope; do
    holds "$envelope" "$case" || continue
    named=$(hex "$envelope" | sed 's/a3005820/\
blob/g' | sed -n 's/^blob\([0-9a-f]\{64\}\)01[0-9a-f]\{2,18\}026[9af].*/\1/p')
    for own in $named; do
        case $there in
        *"$own"*) ;;
        *) no "the paper or photograph with the SHA-256 $own that $envelope names is not here" ;;
        esac
    done
done
for file in papers/* photographs/*; do
    [ -f "$file" ] || continue
    own=$(sha256sum <"$file" | cut -c1-64)
    found=0
    for content in entries/*.content; do holds "$content" "$own" && found=1; done
    [ $found = 1 ] || no "no entry of the case names $file"
done
[ $bad = 0 ] && echo "YES  every file, chain and signature of this export holds, and none is missing"
exit $bad
