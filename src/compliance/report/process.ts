import { IConstruct } from 'constructs';

/** The CDK CLI sets this key to report violations itself. */
const CLI_REPORTS = '@aws-cdk/core:failSynthOnValidationErrors';
/** The first version 2.x of the CDK CLI that reports violations without a construct, whatever stacks are selected. Earlier ones drop them and succeed. */
const FIRST_CLI = 1143;

/** Whether a violation of severity `fatal` ends the run with an error, through the CDK or through the version of its CLI that runs the app. */
export function cdkStops(root: IConstruct): boolean {
  const setting: unknown = root.node.tryGetContext(CLI_REPORTS);
  // In the mode `process`, CDK sets the exit code of Node.js, which is not that of an app in another language.
  if (setting === undefined || (setting !== false && setting !== 'false')) return modeOf(root) !== 'process';
  const [, minor] = /^2\.(\d+)\./.exec(process.env.CDK_CLI_VERSION ?? '') ?? [];
  return Number(minor) >= FIRST_CLI;
}

/** Whether the app runs inside of a test, as CDK determines it. */
export function isTest(root: IConstruct): boolean {
  if (process.env.CDK_CLI_VERSION) return false;
  return modeOf(root) === 'inmemory'
    || (modeOf(root) === undefined && (process.env.NODE_ENV === 'test' || Boolean(process.env.PYTEST_VERSION || process.env.PYTEST_CURRENT_TEST)));
}

function modeOf(root: IConstruct): unknown {
  return [root.node.tryGetContext('@aws-cdk/core:appMode'), process.env.CDK_APP_MODE].find((mode) => mode === 'process' || mode === 'inmemory');
}
