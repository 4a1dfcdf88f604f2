#!/bin/sh
# Checks what headquarters exported by itself: every file, every chain of digests, every signature of the devices, every
# receipt and checkpoint of headquarters. Needs cat, od, tr, head, tail, sha256sum and openssl. Compare the public keys
# with those that are registered: that is the one thing these files cannot prove about themselves.
set -u
cd "$(dirname "$0")" || exit 2
bad=0
no() { printf 'NO   %s\n' "$1"; bad=1; }
# What a file is in hexadecimal is left in $hexed, and its digest in $sum.
hexed= sum=
hex() { hexed=$(od -An -v -tx1 "$1" | tr -d ' \n'); }
sha256() { sum=$(sha256sum <"$1"); sum=${sum%% *}; }
digest() { # SUITE FILE
    case $1 in
    1) sha256 "$2" ;;
    2) sum=$(openssl dgst -sm3 -r "$2"); sum=${sum%% *} ;;
    *) sum= ;;
    esac
}
verify() { # SUITE KEY BYTES SIGNATURE
    case $1 in
    1) openssl pkeyutl -verify -pubin -inkey "$2" -rawin -in "$3" -sigfile "$4" ;;
    2) openssl pkeyutl -verify -pubin -inkey "$2" -rawin -in "$3" -sigfile "$4" \
        -digest sm3 -pkeyopt distid:1234567812345678 ;;
    *) return 1 ;;
    esac >/dev/null 2>&1
}
# What names passengers stays at headquarters where the export says so, in a list whose digest stands in its log.
withheld() {
    [ -f WITHHELD ] || return 1
    while read -r name; do [ "$name" = "$1" ] && return 0; done <WITHHELD
    return 1
}
# Signed words of headquarters that begin with their own name and hold a digest.
said() { # FILE WITHOUT ENDING, BEGINNING, DIGEST
    [ -f "$1.signed" ] && [ -f "$1.signature" ] || { no "$1 is not here"; return; }
    hex "$1.signed"
    case $hexed in "$2"*) ;; *) no "$1.signed is something else" ;; esac
    case $hexed in *"$3"*) ;; *) no "$1.signed is over something else" ;; esac
    verify "$hq" headquarters-public.pem "$1.signed" "$1.signature" || no "$1.signature is not headquarters'"
}
receipt=856d6c756368612d72656365697074
pen=8b696c756368612d70656e
settlement=8d706c756368612d736574746c656d656e74
checkpoint=87706c756368612d636865636b706f696e74

# A head is under the root of its checkpoint: leaf, nodes, root.
under() { # FILE WITHOUT ENDING, NUMBER, DIGEST OF THE ENVELOPE
    want=006c656166$device$(printf '%08x%016x' "$epoch" "$2" 2>/dev/null)$3
    hex "$1.leaf"
    [ "$hexed" = "$want" ] || no "$1.leaf is of another head"
    sha256 "$1.leaf"
    at=$sum
    for node in "$1".node-*; do
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
    root=$(tail -c 66 "$1.signed" | head -c 32 | od -An -v -tx1 | tr -d ' \n')
    [ "$root" = "$at" ] || no "$1.signed has another root"
}

sha256sum --check --quiet SHA256SUMS || no "a file is not the one that was exported"
hq=$(cat HEADQUARTERS_SUITE)
found=0
for journal in journals/*/; do
    journal=${journal%/}
    [ -d "$journal/entries" ] || continue
    found=1
    suite=$(cat "$journal/SUITE") device=$(cat "$journal/DEVICE") epoch=$(cat "$journal/EPOCH")
    case=$(cat "$journal/CASE" 2>/dev/null) range=$(cat "$journal/RANGE" 2>/dev/null)
    case $epoch in ''|*[!0-9]*) no "$journal/EPOCH names no epoch" ;; esac
    [ ${#device} = 32 ] || no "$journal/DEVICE names no device"
    [ ${#case} = 32 ] || [ -n "$range" ] || no "$journal says neither its case nor its range"
    first=${range% *} last=${range#* }
    if [ -n "$range" ]; then
        number=$first
        while [ "$number" -le "$last" ]; do
            file=$journal/entries/$(printf '%09d' "$number").content
            [ -f "$file" ] || withheld "$file" || no "$journal: the content of $number is not here"
            number=$((number + 1))
        done
    fi
    for content in "$journal"/entries/*.content; do
        envelope=${content%.content}.envelope
        [ -f "$envelope" ] || { no "$envelope is not here"; continue; }
        number=${envelope##*/}
        number=$((1${number%.envelope} - 1000000000))
        [ -z "$range" ] || { [ "$number" -ge "$first" ] && [ "$number" -le "$last" ]; } ||
            no "$content is outside of the range"
    done
    ahead=
    for envelope in "$journal"/entries/*.envelope; do
        number=${envelope##*/}
        number=${number%.envelope}
        plain=$((1$number - 1000000000))
        content=$journal/entries/$number.content
        next=$journal/entries/$(printf '%09d' $((plain + 1))).envelope
        [ "$envelope" = "$ahead" ] || hex "$envelope"
        this=$hexed ahead=
        case $this in *"$device"*) ;; *) no "$envelope is another device's" ;; esac
        of_case=0
        case $this in *"$case"*) of_case=1 ;; esac
        if [ -f "$content" ]; then
            digest "$suite" "$content"
            case $this in *"$sum"*) ;; *) no "$content is not what its envelope names" ;; esac
            [ -n "$range" ] || [ $of_case = 1 ] || no "$content is of another case"
        else
            [ -z "$case" ] || [ $of_case = 0 ] || withheld "$content" || no "$content is not here"
        fi
        digest "$suite" "$envelope"
        own=$sum
        head=$journal/heads/$number
        if [ -f "$head.signed" ]; then
            hex "$head.signed"
            case $hexed in *"$own") ;; *) no "$head.signed is over another entry" ;; esac
            key=$head.pem
            [ -f "$key" ] || key=$journal/device-public.pem
            verify "$suite" "$key" "$head.signed" "$head.signature" || no "$head.signature is not the device's"
            said "$journal/receipts/$number" "$receipt" "$own"
            case $hexed in *"$device"*) ;; *) no "$journal/receipts/$number is another device's" ;; esac
            said "$journal/checkpoints/$number" "$checkpoint" ""
            under "$journal/checkpoints/$number" "$plain" "$own"
        elif [ -f "$next" ]; then
            hex "$next"
            ahead=$next
            case $hexed in *"$own"*) ;; *) no "$next does not follow $envelope" ;; esac
        else
            no "nothing signs $envelope"
        fi
    done
    sums=
    # Its entry names each, in the envelope that is signed.
    named=$(cat "$journal"/entries/*.envelope | od -An -v -tx1 | tr -d ' \n')
    for file in "$journal"/papers/* "$journal"/photographs/*; do
        [ -f "$file" ] || continue
        sha256 "$file"
        own=$sum
        sums="$sums $own"
        case $named in *"$own"*) ;; *) no "no entry names $file" ;; esac
        said "$journal/receipts/$own" "$receipt" "$own"
    done
    for file in "$journal"/receipts/*.signed; do
        own=${file##*/}
        own=${own%.signed}
        [ ${#own} = 64 ] || continue
        case $sums in *"$own"*) ;; *) no "the paper or photograph of $file is not here" ;; esac
    done
done
for word in pens/*.signed; do
    [ -f "$word" ] && said "${word%.signed}" "$pen" "$case"
done
for word in settlements/*.signed; do
    [ -f "$word" ] && said "${word%.signed}" "$settlement" "$case"
done
for word in pens/*.signature settlements/*.signature; do
    [ ! -f "$word" ] || [ -f "${word%ature}ed" ] || no "${word%ature}ed is not here"
done
[ $found = 1 ] || no "there is no journal"
[ $bad = 0 ] && echo "YES  every file, chain, signature, receipt and checkpoint holds"
exit $bad
