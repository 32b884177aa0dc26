import type { BenchGraph } from './graphs.ts';

const task = 'subprocess.run(["sh", "-c", "true"], check=True, capture_output=True)';

/** The graph as a Dagster job that runs in one process, one task at a time. */
export function dagsterProgram(graph: BenchGraph): string {
  return `import subprocess
from dagster import DependencyDefinition, GraphDefinition, In, MultiDependencyDefinition, Nothing, Out, op
${graphLiteral(graph)}
def make(name, needs):
    @op(name=name, ins={"start": In(Nothing)} if needs else {}, out=Out(Nothing))
    def run(context):
        ${task}
    return run
nodes = [make(name, needs) for name, needs in graph.items()]
edges = {
    name: {"start": MultiDependencyDefinition([DependencyDefinition(need) for need in needs])} if needs else {}
    for name, needs in graph.items()
}
result = GraphDefinition(name="bench", node_defs=nodes, dependencies=edges).to_job().execute_in_process()
assert result.success
`;
}

/**
 * The graph as an Airflow Dag, run by `dag.test`, one task at a time; each is started by `bash -c`. The database must have
 * been migrated, and the file must be in the folder of Dags.
 */
export function airflowProgram(graph: BenchGraph): string {
  return `from datetime import datetime
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
${graphLiteral(graph)}
with DAG("bench", schedule=None, start_date=datetime(2026, 1, 1)) as dag:
    tasks = {name: BashOperator(task_id=name, bash_command="true") for name in graph}
    for name, needs in graph.items():
        for need in needs:
            tasks[need] >> tasks[name]
if __name__ == "__main__":
    assert dag.test().state == "success"
`;
}

/** The graph as a Prefect flow, which starts a server of its own for as long as it runs. */
export function prefectProgram(graph: BenchGraph, jobs: number): string {
  return `import subprocess
from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner
${graphLiteral(graph)}
@task
def run():
    ${task}
@flow(task_runner=ThreadPoolTaskRunner(max_workers=${jobs}))
def bench():
    futures = {}
    for name, needs in graph.items():
        futures[name] = run.submit(wait_for=[futures[need] for need in needs])
    for future in futures.values():
        future.result()
bench()
`;
}

/** JSON of texts and lists is Python too. */
function graphLiteral(graph: BenchGraph): string {
  return `graph = ${JSON.stringify(Object.fromEntries(graph.map(({ id, needs }) => [id, needs])))}`;
}
