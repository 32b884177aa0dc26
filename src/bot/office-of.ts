import { liveRandomness } from '../process/randomness.ts';
import { DocumentState } from '../store/documents/document-state.ts';
import type { DocumentStore } from '../store/documents/documents.ts';
import { environmentNamespace } from '../store/names.ts';
import { workflowEnvironment } from '../workspace/ask/serving-workflow.ts';
import type { Office } from '../workspace/office.ts';
import { openInbox } from '../workspace/run/open-inbox.ts';
import type { Desk } from './job.ts';
import { botPlace, mindOf } from './repository-mind.ts';

/** Beats of leases of the App itself, which has none. */
const noBeatMs = 60_000;

/** What commands need of a repository on GitHub, for the person who asks. */
export function officeOf(desk: Pick<Desk, 'client' | 'clock' | 'memory'>, login: string): Office {
  const { github, leases } = mindOf(desk);
  const { clock } = desk;
  const randomness = liveRandomness();
  const refs = github.swapRefs;
  const environment = workflowEnvironment;
  return {
    environment,
    state: github.state,
    refs,
    inbox: openInbox({ refs, environment, clock, chance: randomness }, { holder: undefined }, async () => noBeatMs),
    lease: { judge: (holders) => leases.judge(holders) },
    // What the App ends or changes the next job tells.
    reporter: { isTelling: true },
    refresh: async () => [],
    clock,
    randomness,
    variables: {},
    machine: { place: botPlace, host: botPlace, pid: process.pid, cores: 1, user: login },
  };
}

/** The same as it is at one moment: one request lists all refs, however many pipelines are looked at then. Nothing can be changed. */
export async function officeAtOnce(desk: Pick<Desk, 'client' | 'clock' | 'memory'>): Promise<Office> {
  const office = officeOf(desk, botPlace);
  const { documents } = mindOf(desk).github;
  const listed = await documents.refs(environmentNamespace(office.environment));
  const versions = new Map(listed.map(({ ref, version }) => [ref, version]));
  const frozen: DocumentStore = {
    refs: async (namespace) => listed.filter(({ ref }) => ref.startsWith(namespace)),
    head: async (ref) => versions.get(ref),
    read: (version, path) => documents.read(version, path),
    paths: (version) => documents.paths(version),
    commit: () => Promise.reject(new Error('a look changes nothing')),
  };
  const state = new DocumentState({ documents: frozen, clock: desk.clock, chance: office.randomness });
  return { ...office, state };
}
