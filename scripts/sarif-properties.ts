/** Every property of SARIF that `src/report/findings/findings-sarif.ts` may write. */
export const sarifProperties: readonly string[] = [
  ...['$schema', 'version', 'runs', 'tool', 'driver', 'name', 'informationUri', 'semanticVersion', 'rules', 'id'],
  ...['shortDescription', 'fullDescription', 'help', 'helpUri', 'defaultConfiguration', 'level', 'text', 'markdown'],
  ...['columnKind', 'results', 'ruleId', 'ruleIndex', 'message', 'locations', 'relatedLocations', 'physicalLocation'],
  ...['artifactLocation', 'uri', 'region', 'startLine', 'startColumn', 'endLine', 'endColumn', 'invocations'],
  ...['executionSuccessful', 'toolExecutionNotifications'],
];
