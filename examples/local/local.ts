import { endChildren } from './children';
import { askedPort, Cloud, LocalStack, LOCKS } from './cloud';
import { Deployment, NO_ROLLBACK } from './deployment';
import { parseFlags } from '../context';
import { discardOutputOfClosedPipes } from '../offline';
import { PLATFORM_NAMES } from '../platform-names';

const PLATFORMS = PLATFORM_NAMES.join(', ');
const USAGE = `usage: npm run local -- <command> [platform ...] [-c key=value ...]

  start                        starts the local cloud
  deploy  <platform ...|all>   starts the local cloud if necessary, and deploys
  update  <platform ...|all>   deploys the changes
  destroy <platform ...|all>   deletes the stacks
  bootstrap <platform ...|all> bootstraps the Regions; deploy includes this
  status                       lists the stacks and the implementation of their resources
  stop                         stops the local cloud and deletes its stacks

platforms: ${PLATFORMS}`;

const OF_PLATFORMS = ['deploy', 'update', 'destroy', 'bootstrap'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let interrupted = false;

discardOutputOfClosedPipes();
main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, async (error) => {
  if (interrupted) return;
  await endChildren();
  console.error(error.message);
  process.exit(1);
});

async function main(args: readonly string[]): Promise<number> {
  let line: ReturnType<typeof commandLine>;
  try {
    askedPort();
    line = commandLine(args);
  } catch (error) {
    return refuse((error as Error).message);
  }
  const { words: [command, ...words], flags, suffix, refusal } = line;
  if (refusal) return refuse(refusal);
  if (command === 'status') return status();
  if (command === 'stop') return stop();
  endWithCommand();
  if (command === 'start') return start();
  if (command !== 'deploy' && command !== 'bootstrap' && !await Cloud.running()) {
    return refuse('the local cloud is not running, run `npm run local -- deploy` first');
  }
  const cloud = await Cloud.start(console.log);
  const deployments = (words[0] === 'all' ? PLATFORM_NAMES : words).map((name) => new Deployment(cloud, name, suffix, flags));
  // Names the command as one that uses the cloud.
  await LOCKS.with(`use-${process.pid}`, () => {}, () => cloud.during(async () => {
    for (const deployment of deployments) {
      if (command === 'destroy' && (await deployment.deployed()).length === 0) {
        const others = (await cloud.stacks()).map(({ name }) => name).join(', ');
        console.log(`${deployment.id} is not deployed${others && `, deployed stacks: ${others}. Select an environment with -c suffix=<suffix>`}`);
        continue;
      }
      const act = () => deployment[command === 'update' ? 'deploy' : command as 'deploy' | 'destroy' | 'bootstrap'](console.log);
      const started = Date.now();
      console.log(`${command} ${deployment.id}`);
      await LOCKS.with(deployment.id, ({ pid }) => console.log(`  ${deployment.id}  process ${pid} works on it, waiting`), act);
      console.log(`  ${deployment.id}  done in ${Math.round((Date.now() - started) / 1000)} s`);
    }
    report(cloud, (await Promise.all(deployments.map((deployment) => deployment.deployed()))).flat());
  }));
  return 0;
}

/** The command line, with flags in the form `-c key=value`. `refusal` says what is wrong with it. */
function commandLine(args: readonly string[]) {
  const { context, app, output, words, others } = parseFlags(args);
  const [command, ...platforms] = words;
  const flags = [
    ...Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ...app === undefined ? [] : ['-a', app],
    ...others.includes(NO_ROLLBACK) ? [NO_ROLLBACK] : [],
  ];
  return { words, flags, suffix: context.suffix ?? 'dev', refusal: refusalOf() };

  function refusalOf(): string | undefined {
    const unknown = output === undefined ? others.find((flag) => flag !== NO_ROLLBACK) : '--output';
    const own = ['account', 'platforms'].find((key) => context[key] !== undefined);
    if (command === undefined) return USAGE;
    if (!['start', 'status', 'stop', ...OF_PLATFORMS].includes(command)) return `unknown command '${command}'\n\n${USAGE}`;
    if (unknown) return `flag must be -c, --context or ${NO_ROLLBACK}, got '${unknown}'`;
    if (own) return `context key must not be ${own}, which the command sets`;
    if (!OF_PLATFORMS.includes(command)) return args.length > 1 ? `${command} must have no arguments, got '${args.slice(1).join(' ')}'` : undefined;
    const wrong = platforms.find((name, index) => !['all', ...PLATFORM_NAMES].includes(name) || platforms.indexOf(name) < index);
    if (platforms.length === 0 || wrong !== undefined) return `platform must be all or some of ${PLATFORMS}, each once, got '${wrong ?? ''}'`;
    return platforms.includes('all') && platforms.length > 1 ? 'specify either all or names of platforms, not both' : undefined;
  }
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}

async function status(): Promise<number> {
  const cloud = await Cloud.running();
  console.log(cloud ? `the local cloud runs at ${cloud.endpoint}` : 'the local cloud is not running');
  if (cloud) report(cloud, await cloud.stacks());
  return 0;
}

async function start(): Promise<number> {
  await Cloud.start(console.log);
  return status();
}

async function stop(): Promise<number> {
  // Takes seconds. Interrupted, it would leave processes.
  for (const signal of SIGNALS) process.on(signal, () => {});
  const stopped = await Cloud.stop(console.log);
  console.log(stopped ? 'the local cloud is stopped and its stacks are deleted' : 'the local cloud is not running');
  return 0;
}

/** Stops the processes of the command if it is interrupted, and the local cloud if this command started it and no other command uses it. */
function endWithCommand() {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // The terminal signals the process group; npm and tsx forward the signal again.
      if (interrupted) return;
      interrupted = true;
      const { started } = Cloud;
      const stops = started && !LOCKS.othersHold();
      console.error(`\ninterrupted${stops ? ': the local cloud is stopped and its stacks are deleted' : ''}`);
      void Promise.all([endChildren(), stops && started.stop()]).finally(() => process.exit(130));
    });
  }
}

/** URL of an API in AWS, which the local cloud does not serve. */
const EXECUTE_API = /^https:\/\/(\w+)\.execute-api\.[^/]+\/([^/]+)\//;

function report(cloud: Cloud, stacks: readonly LocalStack[]) {
  for (const { name, region, status: state, resources, recordedOnly, outputs } of stacks) {
    const counts = Object.entries(resources).filter(([, number]) => number > 0).map(([served, number]) => `${number} ${LABELS[served]}`).join(', ');
    console.log(`\n${name} (${region}) ${state}\n  resources: ${counts}`);
    for (const [type, { count: number, why }] of Object.entries(recordedOnly)) console.log(`  recorded only: ${number} ${type}: ${why}`);
    for (const [output, value] of Object.entries(outputs)) console.log(`  ${output} = ${value}`);
    for (const [output, value] of Object.entries(outputs).filter(([, one]) => EXECUTE_API.test(one))) {
      console.log(`  ${output} is served at ${value.replace(EXECUTE_API, `${cloud.endpoint}/restapis/$1/$2/_user_request_/`)}`);
    }
  }
  if (stacks.length === 0) console.log('no stacks are deployed');
}

const LABELS: { readonly [served: string]: string } = {
  'emulator': 'by the emulator',
  'handler': 'by a handler of the local cloud',
  'function': 'by Lambda functions',
  'recorded only': 'recorded only',
};
