import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Environment, Peer } from './peer.ts';
import { airflowProgram, dagsterProgram, prefectProgram } from './python-programs.ts';

interface PythonTool {
  /** Its command too. */
  readonly name: string;
  readonly package: string;
  /** The variable that says where the tool keeps what it keeps; else that would be in the home folder. */
  readonly home: string;
  readonly program: Peer['program'];
  readonly file: string;
  readonly settings?: Environment;
  readonly preparation?: Peer['preparation'];
}

const tools: readonly PythonTool[] = [
  { name: 'dagster', package: 'dagster', home: 'DAGSTER_HOME', program: dagsterProgram, file: 'bench.py' },
  {
    name: 'airflow',
    package: 'apache-airflow',
    home: 'AIRFLOW_HOME',
    program: airflowProgram,
    // Airflow 3 runs only what it finds in its folder of Dags.
    file: 'dags/bench.py',
    settings: { AIRFLOW__CORE__LOAD_EXAMPLES: 'False' },
    preparation: { argv: ['airflow', 'db', 'migrate'], makes: 'airflow.db' },
  },
  {
    name: 'prefect',
    package: 'prefect',
    home: 'PREFECT_HOME',
    program: prefectProgram,
    file: 'bench.py',
    settings: { PREFECT_SERVER_ANALYTICS_ENABLED: 'false' },
  },
];

export const pythonPeers: readonly Peer[] = tools.map(pythonPeer);

function pythonPeer(tool: PythonTool): Peer {
  const { name, file, program, preparation } = tool;
  const ask = `import importlib.metadata as m, platform as p; print(m.version("${tool.package}"), "on Python", p.python_version())`;
  return {
    name,
    version: ['python3', '-c', ask],
    file,
    program,
    argv: ['python3', file],
    environment: (given, folder) => ({
      ...withPythonOf(name, given),
      ...tool.settings,
      [tool.home]: folder,
      TMPDIR: folder,
      DO_NOT_TRACK: '1',
    }),
    ...(preparation === undefined ? {} : { preparation }),
    graphs: ['chain, 10 tasks', 'wide, 100 tasks'],
  };
}

/**
 * Puts the folder of the tool's command first on the PATH: in a virtual environment, of which each of the tools may have its
 * own, the Python that can import it lies there. Links are followed, as pipx and uv make them.
 */
function withPythonOf(command: string, given: Environment): Environment {
  const path = given.PATH ?? '';
  const found = path.split(delimiter).find((folder) => existsSync(join(folder, command)));
  if (found === undefined) return given;
  return { ...given, PATH: [dirname(realpathSync(join(found, command))), path].join(delimiter) };
}
