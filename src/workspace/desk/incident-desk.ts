import type { Subject } from '../../command/command.ts';
import type { CommandDesk } from '../../command/desk.ts';
import { Problem } from '../../diagnostic/problem.ts';
import type { Suspect } from '../../incident/culprits.ts';
import type { Incident } from '../../incident/incident.ts';
import { type Quieting, quieten } from '../../incident/quieten.ts';
import { standingOf } from '../../incident/standing.ts';
import { IncidentBoard } from '../../store/shared/incident-board.ts';
import type { Office } from '../office.ts';
import { now } from '../workspace.ts';

/** Runs that one comment retries. */
const mostRuns = 10;

/** Carries out what is about incidents. */
export function incidentDesk(office: Office): Pick<CommandDesk, 'subjectOf' | 'ack' | 'snooze'> {
  const { refs, environment, randomness, clock } = office;
  const board = new IncidentBoard(refs, environment, randomness);
  return {
    subjectOf: async (issue) => {
      const incident = (await incidentsOf(board)).find(({ told }) => told.issue?.id === issue);
      if (incident === undefined) return undefined;
      return subject(incident, new Set(await office.state.pipelines(environment)));
    },
    ack: (incident, by) => change(board, incident, { kind: 'ack', by, at: now(office) }),
    snooze: async (incident, by, ms) => {
      const until = new Date(clock.now() + ms).toISOString();
      await change(board, incident, { kind: 'snooze', by, until });
      return until;
    },
  };
}

/** A book that cannot be read must not stand in the way of who wants to end a run. */
async function incidentsOf(board: IncidentBoard): Promise<readonly Incident[]> {
  try {
    return (await board.book()).incidents;
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** What it was about when it was last told, if it has recovered since. */
function subject(incident: Incident, known: ReadonlySet<string>): Subject {
  const { failed, red } = standingOf(incident);
  const newest = new Map(failed.filter(({ run }) => run.startsWith('r-')).map(({ pipeline, run }) => [pipeline, run]));
  const members = Object.keys(incident.members);
  const [suspect] = incident.suspects?.commits ?? [];
  return {
    incident: incident.id,
    runs: [...newest.values()].slice(0, mostRuns),
    pipelines: red.size === 0 ? members : [...red.keys()],
    ...(suspect === undefined ? {} : { suspect: suspectOf(suspect) }),
    isTarget: (word) => word.startsWith('r-') || known.has(word) || members.includes(word),
  };
}

function suspectOf({ commit, number, title }: Suspect): NonNullable<Subject['suspect']> {
  return { commit, title, ...(number === undefined ? {} : { number }) };
}

async function change(board: IncidentBoard, incident: string, quieting: Quieting): Promise<void> {
  const changed = await board.change(`Quieten ${incident}: ${quieting.kind}`, (book) =>
    quieten(book, incident, quieting),
  );
  if (changed !== undefined) return;
  throw new Problem('SG710', 'The incidents keep changing under our hands.', 'Write the comment anew in a minute.');
}
