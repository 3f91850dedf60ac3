import * as os from 'os';
import * as path from 'path';

/** Entry point of the CDK CLI. */
export const CLI = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');

// The CDK CLI reads each of its options from a variable CDK_<OPTION>, too. The AWS SDKs read endpoints, profiles and Regions from AWS_*.
const LEADS_AWAY = /^(AWS_|CDK_|(HTTP|HTTPS|ALL|NO)_PROXY$|NODE_USE_ENV_PROXY$)/i;
const KEPT = ['CDK_HOME', 'CDK_DOCKER'];

/** Variables that keep the CDK CLI and the SDKs from other machines and from files of the user. */
export const OFFLINE = {
  NO_PROXY: '*',
  no_proxy: '*',
  AWS_CONFIG_FILE: os.devNull,
  AWS_SHARED_CREDENTIALS_FILE: os.devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_DISABLE_VERSION_CHECK: 'true',
  CDK_NOTICES: 'false',
};

/** Environment of this process without variables that direct the CDK CLI or an SDK to other machines. */
export function offline(variables: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => KEPT.includes(name) || !LEADS_AWAY.test(name));
  return { ...Object.fromEntries(inherited), ...OFFLINE, ...variables };
}

/** A closed pipe, for example `| head`, discards further output and does not end the command. */
export function discardOutputOfClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** A number with its noun, for example `1 finding`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
