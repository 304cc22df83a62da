# bash completion for kbindex, kbsearch and kbeval. The programs say what fits (--complete); nothing
# that comes from an index is ever run or expanded here.

# What a word of the command line means, without expanding anything in it. Fails for a word that is
# quoted in its middle.
_kb_meaning() {
    local bare=${1//\\?/}
    case $1 in
        \'* | \"*) REPLY=${1:1} REPLY=${REPLY%"${1:0:1}"} ;;
        *)
            [[ $bare != *[\'\"\`\$]* ]] || return 1
            REPLY=${1//\\/}
            ;;
    esac
}

_kb_complete() {
    local line=$COMP_LINE word quote='' text kept i
    local -a words=() meant=() answer=()
    COMPREPLY=()

    # COMP_WORDBREAKS has cut words at colons: those that no white space separates are one again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 0)) && [[ $line != [[:space:]]* ]]; then words[-1]+=$word; else words+=("$word"); fi
        line=${line#"${line%%[![:space:]]*}"}
        line=${line#"$word"}
    done
    for word in "${words[@]:1}"; do
        _kb_meaning "$word" || return
        meant+=("$REPLY")
    done
    mapfile -t answer < <("$1" --complete "${meant[@]}" 2>/dev/null)
    case ${answer[0]} in
        files) compopt -o default ;;
        directories) compopt -o dirnames ;;
    esac

    # Readline replaces what stands behind the last break or the opening quote.
    [[ ${words[-1]} != [\'\"]* ]] || quote=${words[-1]:0:1}
    word=${COMP_WORDS[COMP_CWORD]}
    [[ $word != [:=@] ]] || word=
    _kb_meaning "$word" || return
    kept=${meant[-1]%"$REPLY"}
    for text in "${answer[@]:1}"; do
        text=${text%%$'\t'*}
        [[ $text == "$kept"* ]] || continue
        text=${text#"$kept"}
        case $quote in
            \') [[ $text != *\'* ]] || continue ;;
            \") [[ $text != *[\"\$\`\\\!]* ]] || continue ;;
            *) printf -v text %q "$text" ;;
        esac
        COMPREPLY+=("$text")
    done
    [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *: ]] || compopt -o nospace
}

complete -F _kb_complete kbindex kbsearch kbeval
