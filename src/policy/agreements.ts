import { ownerKey } from '../model/owner-key.ts';
import { type Account, accountOf } from './account.ts';
import { distinct } from './distinct.ts';
import type { Agreement, PolicyFinding } from './finding.ts';
import type { People } from './policy-case.ts';
import type { Breach } from './policy-rule.ts';
import type { Approval } from './waiver.ts';

/** Something that people can agree to. */
export type Question = Pick<Breach, 'owners' | 'fourEyes' | 'approvals' | 'pipeline'> & { readonly code: string };

export type Answer = Pick<PolicyFinding, 'approvers' | 'notChecked' | 'agreed' | 'involved' | 'missing'>;

/**
 * Who has agreed to it as it is now. A word counts if it is for the newest commit and the branch that this goes to, and by somebody who may:
 * an owner; where nobody could be asked, who may write to the repository. Of what needs four eyes, or nobody owns, nobody's word counts who
 * has made some of it.
 */
export function answerTo(question: Question, people: People): Answer {
  const author = people.author?.toLowerCase();
  const named = question.owners.flatMap((name) => {
    const account = accountOf(name);
    return account === undefined ? [] : [{ name, account }];
  });
  // The author alone: the forge vouches for him, while a commit may name anybody, who would lose his say by it.
  const isAuthor = ({ account }: { readonly account: Account }) =>
    account.kind === 'person' && account.login === author;
  const owners = named.every(isAuthor) && (question.fourEyes || named.length === 0) ? [] : named;
  const isUpToOthers = question.fourEyes === true || owners.length === 0;
  const teams = new Map([...people.teams].map(([name, members]) => [ownerKey(name), new Set(members.map(ownerKey))]));
  const mayAgree = ({ login }: Agreement) =>
    owners.length === 0 || owners.some(({ account }) => isOf(account, login.toLowerCase(), teams));
  const words = wordsOn(question, people).filter(
    ({ login }) => !isProgram(login) && !(isUpToOthers && login.toLowerCase() === author),
  );
  const isInvolved = isUpToOthers ? involvementIn(people) : () => false;
  const others = words.filter(({ login }) => !isInvolved(login));
  const involved = words.filter((word) => isInvolved(word.login) && mayAgree(word)).map(({ login }) => login);
  const agreed = others.filter(mayAgree);
  const missing = Math.max(0, (question.approvals ?? 1) - agreed.length);
  const isOpen = missing > 0 && agreed.length < others.length;
  const unknown = owners.filter(({ account }) => account.kind === 'team' && !teams.has(account.team));
  return {
    approvers: owners.map(({ name }) => name),
    notChecked: isOpen ? unknown.map(({ name }) => name) : [],
    agreed,
    ...(involved.length === 0 ? {} : { involved }),
    missing,
  };
}

/** Whether somebody has made some of the change; where nobody knows who made all of it, anybody may have. */
function involvementIn({ makers }: People): (login: string) => boolean {
  const logins = new Set(makers?.logins.map((login) => login.toLowerCase()));
  return (login) => makers?.isWhole === false || logins.has(login.toLowerCase());
}

/** An App, or a workflow: nobody has looked. */
function isProgram(login: string): boolean {
  return login.endsWith('[bot]');
}

/** What everybody has said to it, each person once; a review before a command. */
function wordsOn({ code, pipeline }: Question, people: People): readonly Agreement[] {
  const reviews = people.approvals
    .filter((approval) => isOfNow(approval, people))
    .map(({ login }): Agreement => ({ login, by: 'review' }));
  const commands = people.waivers
    .filter((waiver) => isOfNow(waiver, people) && waiver.code.toUpperCase() === code)
    .filter((waiver) => waiver.pipeline === undefined || waiver.pipeline === pipeline)
    .map(({ login, reason }): Agreement => ({ login, by: 'command', reason }));
  const all = [...reviews.toSorted(byLogin), ...commands.toSorted(byLogin)];
  return distinct(all, ({ login }) => login.toLowerCase());
}

/** Whether what somebody has said is of the newest commit, and of the branch that it goes to. */
export function isOfNow(
  word: Pick<Approval, 'commit' | 'base'>,
  { commit, base }: Pick<People, 'commit' | 'base'>,
): boolean {
  return commit !== undefined && base !== undefined && word.commit === commit && word.base === base;
}

function byLogin(a: Agreement, b: Agreement): number {
  const [one, other] = [`${a.login.toLowerCase()} ${a.reason}`, `${b.login.toLowerCase()} ${b.reason}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function isOf(account: Account, login: string, teams: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  return account.kind === 'person' ? account.login === login : teams.get(account.team)?.has(login) === true;
}
