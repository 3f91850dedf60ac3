import { Cloud, LocalStack } from './cloud';
import { Deployment } from './deployment';
import { PLATFORMS as CLASSES } from '../platforms';

const PLATFORMS = Object.keys(CLASSES);

const USAGE = `usage: npm run local -- <command> [platform ...] [-c key=value ...]

  start                        starts the local cloud
  deploy  <platform ...|all>   starts the local cloud if necessary, and deploys
  update  <platform ...|all>   deploys the changes
  destroy <platform ...|all>   deletes the stacks
  bootstrap <platform ...|all> bootstraps the Regions; deploy includes this
  status                       lists the stacks and the implementation of their resources
  stop                         stops the local cloud and deletes its stacks

platforms: ${PLATFORMS.join(', ')}`;

let interrupted = false;

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error) => {
  if (interrupted) return;
  console.error(error.message);
  process.exitCode = 1;
});

async function main([command, ...rest]: readonly string[]): Promise<number> {
  const at = rest.findIndex((word) => word.startsWith('-'));
  const [words, flags] = at < 0 ? [rest, []] : [rest.slice(0, at), rest.slice(at)];
  if (command === 'status') return status();
  if (command === 'stop') return stop();
  if (command === 'start') return start();
  if (!['deploy', 'update', 'destroy', 'bootstrap'].includes(command)) return refuse(command === undefined ? USAGE : `unknown command '${command}'\n\n${USAGE}`);
  const platforms = words.includes('all') ? PLATFORMS : words;
  const unknown = platforms.find((name) => !PLATFORMS.includes(name));
  if (platforms.length === 0 || unknown !== undefined) return refuse(`platform must be all or some of ${PLATFORMS.join(', ')}, got '${unknown ?? ''}'`);

  const running = await Cloud.running();
  if (!running && command !== 'deploy' && command !== 'bootstrap') return refuse('the local cloud is not running, run `npm run local -- deploy` first');
  endWithCommand();
  const cloud = await Cloud.start(console.log);
  const suffix = /^suffix=(.+)$/.exec(flags[flags.findIndex((flag) => flag.startsWith('suffix='))] ?? '')?.[1] ?? 'dev';
  const deployments = platforms.map((name) => new Deployment(cloud, name, suffix, flags));
  for (const deployment of deployments) {
    if (command === 'destroy' && (await deployment.deployed()).length === 0) {
      const others = (await cloud.stacks()).map(({ name }) => name).join(', ');
      console.log(`${deployment.id} is not deployed${others && `, deployed stacks: ${others}. Select an environment with -c suffix=<suffix>`}`);
      continue;
    }
    const started = Date.now();
    console.log(`${command} ${deployment.id}`);
    await deployment[command === 'update' ? 'deploy' : command as 'deploy' | 'destroy' | 'bootstrap'](console.log);
    console.log(`  ${deployment.id}  done in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  report(cloud, (await Promise.all(deployments.map((deployment) => deployment.deployed()))).flat());
  return 0;
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
  endWithCommand();
  await Cloud.start(console.log);
  return status();
}

async function stop(): Promise<number> {
  const cloud = await Cloud.running();
  await cloud?.stop();
  console.log(cloud ? 'the local cloud is stopped and its stacks are deleted' : 'the local cloud is not running');
  return 0;
}

/** Stops all processes if the command is interrupted. */
function endWithCommand() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // The terminal signals the process group; npm and tsx forward the signal again.
      if (interrupted) return;
      interrupted = true;
      console.error('\ninterrupted: the local cloud is stopped and its stacks are deleted');
      void Promise.all([Deployment.end(), Cloud.end()]).finally(() => process.exit(130));
    });
  }
}

/** URL of an API in AWS, which the local cloud does not serve. */
const EXECUTE_API = /^https:\/\/(\w+)\.execute-api\.[^/]+\/([^/]+)\//;

function report(cloud: Cloud, stacks: readonly LocalStack[]) {
  for (const { name, region, status: state, resources, recordedOnly, outputs } of stacks) {
    const counts = Object.entries(resources).filter(([, count]) => count > 0).map(([served, count]) => `${count} ${LABELS[served]}`).join(', ');
    console.log(`\n${name} (${region}) ${state}\n  resources: ${counts}`);
    for (const [type, { count, why }] of Object.entries(recordedOnly)) console.log(`  recorded only: ${count} ${type}: ${why}`);
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
