/** Scripts that ask `segue __complete` for candidates: `value`, a tab, and what it means; one a line. */
export const completionScripts = {
  bash: `# Segue's completion for bash. To have it in every shell, add this line to ~/.bashrc:
#   source <(segue completion bash)
_segue() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <("$1" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _segue segue
`,
  zsh: `#compdef segue
# Segue's completion for zsh. To have it in every shell, add this line to ~/.zshrc, below compinit:
#   source <(segue completion zsh)
_segue() {
  local line
  local -a candidates
  while IFS= read -r line; do
    candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe -t segue segue candidates
  else
    _files
  fi
}
compdef _segue segue
`,
  fish: `# Segue's completion for fish. To have it in every shell:
#   segue completion fish > ~/.config/fish/completions/segue.fish
function __segue_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found ($words[1] __complete -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c segue -f -a '(__segue_complete)'
`,
} as const;

export type Shell = keyof typeof completionScripts;
