import type { Range } from '../../diagnostic/diagnostic.ts';
import type { Route, Source } from '../../model/yaml/source.ts';
import type { Rule } from '../rule.ts';
import { taskRoute } from '../task-route.ts';
import type { Demand } from './demand.ts';
import { unmetDemands } from './unmet.ts';

/** A demand as a rule about a pipeline's file. It is a warning, whatever the policy says: a pipeline that does not follow it runs. */
export function demandRule(demand: Demand): Rule {
  const { code, name, summary, why, fix } = demand;
  return {
    code,
    name,
    severity: 'warning',
    summary,
    why: `${why}\n\n${inPullRequests}`,
    fix,
    check: ({ pipeline, source, settings }) =>
      unmetDemands(demand, pipeline, settings.policy).map(({ route, message, help }) => ({
        range: rangeOf(source, route),
        message,
        help,
      })),
  };
}

const inPullRequests = [
  'A pull request is judged by the policy of the branch that it goes to, and only for what it brings: there this is an error, unless the',
  'policy says `severity: warning`. [Policy](../policy.md) says who may agree to an exception.',
].join(' ');

/** What is not written, or comes from the settings, stands at the start of the file. */
function rangeOf(source: Source, route: Route): Range {
  const [first, task, ...path] = route;
  const place = first === 'tasks' && typeof task === 'string' ? taskRoute(source, task, path) : route;
  if (source.has(place) && place.length > 0) return source.value(place);
  return first === 'tasks' ? source.key(route) : { file: source.file, start: 0, end: 0 };
}
