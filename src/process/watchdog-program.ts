/** How it exits when it has ended what it was told to. */
export const firedCode = 3;

/**
 * What the watchdog does, as a program for bash 3.2 and newer. A line of its input is all that it has to know:
 * `<seconds> <grace> <member>…`. If it gets no other line for so many seconds (`-`: however long), or its input ends without
 * the line `bye`, it ends all members: TERM, after the grace KILL, until none is left. A member is
 * `attempts:<run>:<prefix of the last part of their ids>`, by the environment of processes; `parent:<pid>:<start time>`, all
 * that this process has started; `group:<pid>`, a process group. What belongs to them is, as in `AttemptProcesses`, found
 * again before each signal, with its descendants. Nothing but `sleep`, and where there is no `/proc` `ps`, is started for it.
 */
export const watchdogProgram = `set -f
trap '' HUP INT TERM
parents=() groups=() starts=() held=()

read_table() {
  local file line fields pid
  parents=() groups=() starts=()
  if [ ! -r /proc/self/stat ]; then
    while read -r pid file line fields; do
      case $fields in Z*) ;; *) parents[pid]=$file groups[pid]=$line ;; esac
    done < <(LC_ALL=C ps -axo pid=,ppid=,pgid=,state=)
    return
  fi
  set +f; set -- /proc/[0-9]*/stat; set -f
  for file; do
    line=
    IFS= read -r -d '' line 2>/dev/null <"$file"
    fields=(\${line##*)})
    [ "\${#fields[@]}" -gt 19 ] && [ "\${fields[0]}" != Z ] || continue
    pid=\${file#/proc/} pid=\${pid%/stat}
    parents[pid]=\${fields[1]} groups[pid]=\${fields[2]} starts[pid]=\${fields[19]}
  done
}

is_marked() {
  local variable run prefix
  while IFS= read -r -d '' variable; do
    case $variable in SEGUE_ATTEMPT=*) ;; *) continue ;; esac
    for member in $members; do
      case $member in attempts:*) ;; *) continue ;; esac
      run=\${member#attempts:} prefix=\${run#*:} run=\${run%%:*}
      case $variable in "SEGUE_ATTEMPT=$run"/*/"$prefix"[0-9]*) return 0 ;; esac
    done
    return 1
  done 2>/dev/null <"/proc/$1/environ"
  return 1
}

is_member() {
  local pid
  case " $members " in
    *" parent:\${parents[$1]}:"*)
      pid=\${parents[$1]}
      case " $members " in *" parent:$pid:\${starts[pid]:-} "*) return 0 ;; esac ;;
    *" group:\${groups[$1]} "*) return 0 ;;
  esac
  [ -n "\${held[\${groups[$1]}]:-}" ] || is_marked "$1"
}

find_members() {
  local pid more=yes kept=()
  read_table
  found=()
  for pid in "\${!parents[@]}"; do
    if [ "$pid" != "$$" ] && is_member "$pid"; then found[pid]=$pid kept[\${groups[pid]}]=yes; fi
  done
  while [ -n "$more" ]; do
    more=
    for pid in "\${!parents[@]}"; do
      if [ -z "\${found[pid]:-}" ] && [ -n "\${found[\${parents[pid]}]:-}" ] && [ "$pid" != "$$" ]; then
        found[pid]=$pid more=yes
      fi
    done
  done
  held=()
  for pid in "\${!kept[@]}"; do held[pid]=yes; done
  [ "\${#found[@]}" -gt 0 ]
}

send() {
  local pid
  for pid in "\${!held[@]}"; do kill -s "$1" -- "-$pid"; done
  for pid in "\${!found[@]}"; do kill -s "$1" "$pid"; done
  if [ "$1" = TERM ]; then
    for pid in "\${!found[@]}"; do kill -s CONT "$pid"; done
  fi
} 2>/dev/null

members=
limit=()
grace=0
while IFS=' ' read -r "\${limit[@]}" seconds more rest; do
  [ "$seconds" = bye ] && exit 0
  grace=$more members=$rest
  [ "\${BASH_VERSINFO[0]}" -ge 4 ] || seconds=\${seconds%.*} # of whole seconds only
  [ "$seconds" = 0 ] && seconds=1
  if [ "$seconds" = - ]; then limit=(); else limit=(-t "$seconds"); fi
done

# SECONDS counts whole ones, and the first may be short; where the clock is set back the rounds count.
rounds=0 asked=
SECONDS=0
while find_members && [ "$rounds" -lt "$((grace * 5 + 50))" ]; do
  if [ "$SECONDS" -gt "$grace" ] || [ "$rounds" -ge "$((grace * 5))" ]; then send KILL
  elif [ -z "$asked" ]; then send TERM; asked=yes; fi
  rounds=$((rounds + 1))
  sleep 0.2
done
exit ${firedCode}`;
