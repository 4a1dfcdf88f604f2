#!/bin/sh
# Checks an exported case by itself: every file, every chain of digests, every signature, every checkpoint, and that no
# file is missing. Needs cat, od, sed, tr, cut, head, tail, sha256sum and openssl. Without an argument it checks the folder that
# it lies in; a copy of your own checks FOLDER: sh check-case.sh FOLDER.
# Three things the files cannot prove about themselves. That the keys are the right ones: whoever lays in a key of his own
# signs with it what he likes. Behind YES stands each key that was used, with the SHA-256 of its file: compare
# device-public.pem, every heads/*.pem and export.pem with those that headquarters holds for this device, each for its epoch,
# and checkpoints/*.pem with the one that headquarters published. That this script is the program's: whoever changes the
# files can change it too, so take it from elsewhere. And that the case has no later entries, or a later export:
# headquarters' copy, or lucha verify on the laptop, shows the whole.
set -u
LC_ALL=C
export LC_ALL
cd "${1:-$(dirname "$0")}" || exit 2
bad=0
no() { printf 'NO   %s\n' "$1"; bad=1; }
# What a file is in hexadecimal is left in $hexed, and its digest in $sum.
hexed= sum=
hex() { hexed=$(od -An -v -tx1 "$1" | tr -d ' \n'); }
sha256() { sum=$(sha256sum <"$1"); sum=${sum%% *}; }
suite=$(cat SUITE 2>/dev/null)
case=$(cat CASE 2>/dev/null)
[ ${#case} = 32 ] || no "CASE names no case"
case $suite in
1) digest() { sha256 "$1"; }
   verify() { openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$1" -sigfile "$2"; } ;;
2) digest() { sum=$(openssl dgst -sm3 -r "$1"); sum=${sum%% *}; }
   verify() { openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$1" -sigfile "$2" \
       -digest sm3 -pkeyopt distid:1234567812345678; } ;;
*) no "suite $suite is unknown"; exit 1 ;;
esac
# The files of the keys that something was checked under, each once.
used=' '
under() { key=$1; case $used in *" $1 "*) ;; *) used="$used$1 " ;; esac; }
# What names passengers stays with the organ where the export says so, in a list that the device signed like all others.
kept_back=0
withheld() {
    [ -f WITHHELD ] || return 1
    while read -r name; do [ "$name" = "$1" ] && { kept_back=$((kept_back + 1)); return 0; }; done <WITHHELD
    return 1
}
holds() { [ -f "$1" ] && hex "$1" && case $hexed in *"$2"*) return 0 ;; *) return 1 ;; esac; }

# What lies there and stands in no list, in whatever folder and under whatever name. A name that the program does not write is
# not worked with: further down names are reckoned with.
for file in * .[!.]* ..?* */* */.[!.]* */..?*; do
    [ -e "$file" ] || [ -L "$file" ] || continue
    case $file in
    *[!A-Za-z0-9._/-]*) no "$file is not of this export"; exit 1 ;;
    entries|heads|checkpoints|papers|photographs) [ -d "$file" ] && [ ! -L "$file" ] && continue ;;
    entries/[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[a-z]*) ;;
    heads/[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[a-z]*) ;;
    checkpoints/[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9].[a-z]*) ;;
    entries/*|heads/*|checkpoints/*) no "$file is not of this export"; exit 1 ;;
    esac
    if [ -f "$file" ] && [ ! -L "$file" ]; then
        case $file in
        SHA256SUMS|export.envelope|export.content|export.signed|export.signature|export.pem) continue ;;
        esac
        while read -r _ name; do [ "$name" = "$file" ] && continue 2; done <SHA256SUMS
    fi
    no "$file is not of this export"
done
sha256sum --check --quiet SHA256SUMS || no "a file is not the one that was exported, or is not here"
# The list itself: the device signed the entry of this export (kind 114); behind 16 bytes of salt its content begins with the
# list's digest.
for file in export.envelope export.content export.signed export.signature; do
    [ -f "$file" ] || no "$file is not here"
done
list=$(sha256sum <SHA256SUMS | cut -c1-64)
if [ -f export.content ] && [ -f export.envelope ] && [ -f export.signed ]; then
    hex export.content
    [ "$(printf %s "$hexed" | cut -c33-106)" = "a3005820${list}01" ] || no "SHA256SUMS is not the list of this export"
    digest export.content
    holds export.envelope "$sum" || no "export.content is not what its envelope names"
    holds export.envelope "$case" || no "export.content is of another case"
    holds export.envelope 06187207 || no "export.envelope is of no export"
    hex export.signed
    digest export.envelope
    case $hexed in
    *"$sum") ;;
    *) no "export.signed is over another entry" ;;
    esac
    # A key beside it is a later one of the same device.
    if [ -f export.pem ]; then under export.pem; else under device-public.pem; fi
    verify export.signed export.signature >/dev/null 2>&1 || no "export.signature is not the device's"
fi
for content in entries/*.content; do
    [ -f "${content%.content}.envelope" ] || no "$content is not what its envelope names"
done
ahead=
for envelope in entries/*.envelope; do
    number=${envelope#entries/}
    number=${number%.envelope}
    content=entries/$number.content
    next=entries/$(printf '%09d' $((1$number - 1000000000 + 1))).envelope
    [ "$envelope" = "$ahead" ] || hex "$envelope"
    this=$hexed ahead=
    if [ -f "$content" ]; then
        digest "$content"
        case $this in *"$sum"*) ;; *) no "$content is not what its envelope names" ;; esac
        case $this in *"$case"*) ;; *) no "$content is of another case" ;; esac
    else
        case $this in *"$case"*) withheld "$content" || no "$content is not here" ;; esac
    fi
    digest "$envelope"
    own=$sum
    if [ -f "heads/$number.signed" ]; then
        hex "heads/$number.signed"
        case $hexed in *"$own") ;; *) no "heads/$number.signed is over another entry" ;; esac
        # A key beside a head is a later one of the same device.
        if [ -f "heads/$number.pem" ]; then under "heads/$number.pem"; else under device-public.pem; fi
        verify "heads/$number.signed" "heads/$number.signature" >/dev/null 2>&1 ||
            no "heads/$number.signature is not the device's"
    elif [ -f "$next" ]; then
        hex "$next"
        ahead=$next
        case $hexed in *"$own"*) ;; *) no "$next does not follow $envelope" ;; esac
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
    digest "$envelope"
    own=$sum
    under "$file.pem"
    case $(cat "$file.suite") in
    1) openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$signed" -sigfile "$file.signature" ;;
    2) openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$signed" -sigfile "$file.signature" \
        -digest sm3 -pkeyopt distid:1234567812345678 ;;
    *) false ;;
    esac >/dev/null 2>&1 || no "$file.signature is not headquarters'"
    hex "$signed"
    case $hexed in 87706c756368612d636865636b706f696e74*) ;; *) no "$signed is no checkpoint" ;; esac
    hex "$file.leaf"
    leaf=$hexed
    device=$(echo "$leaf" | cut -c11-42)
    case $leaf in
    006c656166"$device"????????"$(printf '%016x' $((1$number - 1000000000)))$own") ;;
    *) no "$file.leaf is of another head" ;;
    esac
    hex "$envelope"
    case $hexed in *"$device"*) ;; *) no "$file.leaf is another device's" ;; esac
    sha256 "$file.leaf"
    at=$sum
    for node in "$file".node-*; do
        [ -f "$node" ] || continue
        hex "$node"
        case $hexed in
        016e6f6465"$at"*|016e6f6465*"$at") ;;
        *) no "$node does not hold what is below it" ;;
        esac
        [ "$(wc -c <"$node")" -eq 69 ] || no "$node is no node"
        sha256 "$node"
        at=$sum
    done
    root=$(tail -c 66 "$signed" | head -c 32 | od -An -v -tx1 | tr -d ' \n')
    [ "$root" = "$at" ] || no "$signed has another root"
done
for file in checkpoints/* heads/*; do
    [ -f "$file" ] || continue
    [ -f "${file%%.*}.signed" ] || no "${file%%.*}.signed is not here"
done
# Each paper and photograph that a signed envelope of the case names: an array of digest, size and media type.
there=$(sha256sum papers/* photographs/* 2>/dev/null | cut -c1-64)
for envelope in entries/*.envelope; do
    holds "$envelope" "$case" || continue
    case $hexed in *835820*) ;; *) continue ;; esac
    named=$(printf '%s\n' "$hexed" | sed 's/835820/\
blob/g' | sed -n 's/^blob\([0-9a-f]\{64\}\)[01][0-9a-f]\{1,17\}6[9af]6[19].*/\1/p')
    for own in $named; do
        case $there in
        *"$own"*) ;;
        *) withheld "$own" || no "the paper or photograph with the SHA-256 $own that $envelope names is not here" ;;
        esac
    done
done
contents=$(cat entries/*.content | od -An -v -tx1 | tr -d ' \n')
for file in papers/* photographs/*; do
    [ -f "$file" ] || continue
    sha256 "$file"
    case $contents in *"$sum"*) ;; *) no "no entry of the case names $file" ;; esac
done
[ $bad = 0 ] || exit 1
echo "YES  every file, chain and signature of this export holds, and none is missing, under these keys; compare each of them:"
[ $kept_back = 0 ] || echo "YES  $kept_back entries and pages that name passengers are withheld, as WITHHELD lists them"
# No name here has a space in it.
sha256sum $used | while read -r sum key; do printf 'YES  %s  SHA-256 %s\n' "$key" "$sum"; done
