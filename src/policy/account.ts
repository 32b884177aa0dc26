/** A person or a team of the forge, as files name them; names are the same in capitals. */
export type Account =
  | { readonly kind: 'person'; readonly login: string }
  | { readonly kind: 'team'; readonly team: string };

const personForm = /^@?([a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?)$/;
const teamForm = /^@?([a-z0-9][a-z0-9_-]{0,99}\/[a-z0-9_.-]{1,100})$/;

/** Whom a name means: `@login`, `login` or `@organisation/team`. Addresses and other texts name nobody who could be asked. */
export function accountOf(name: string): Account | undefined {
  const small = name.trim().toLowerCase();
  const [, login] = personForm.exec(small) ?? [];
  if (login !== undefined) return { kind: 'person', login };
  const [, team] = teamForm.exec(small) ?? [];
  return team === undefined ? undefined : { kind: 'team', team };
}
