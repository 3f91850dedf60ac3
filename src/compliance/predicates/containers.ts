import { anyValue, forName, given, isUnresolved, listOf } from './intrinsics';
import { allOf, fails, HOLDS, mustNotBe, Outcome, unknown } from './outcome';
import { hasPlaceholder, textOf } from './text';
import { Json } from '../rendered';

// Linux capabilities that let a process leave its container, or change its host or network (Linux manual page capabilities(7)). Amazon ECS, API Reference,
// KernelCapabilities lists those that a task can add.
const DANGEROUS = [
  'ALL', 'SYS_ADMIN', 'NET_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_BOOT', 'SYS_TIME', 'DAC_READ_SEARCH', 'MAC_ADMIN', 'MAC_OVERRIDE', 'LINUX_IMMUTABLE',
];

/** Sockets of container engines, and folders through which a container changes its host. */
const HOST_PATH = /\.sock$|^\/(etc|proc|sys|dev|boot|root|home|run|usr|opt|var(\/(run|lib(\/(docker|containerd|ecs|kubelet))?)?)?)?\/?$/;

/** Fails unless an image has a digest, or a tag other than `latest`. */
export function mustBePinned(name: string, image: Json): Outcome {
  if (!given(image)) return fails(`${name} is not set, must be an image with a tag or digest`);
  const text = textOf(image);
  if (text.includes('@sha256:')) return (anyValue(image), HOLDS);
  const [, tag] = /:([^/:]*)$/.exec(text.slice(text.lastIndexOf('/') + 1)) ?? [];
  if (tag === undefined && /\$\{[^}]*\}$/.test(text)) return unknown(name, image);
  if (!tag) return fails(`${name} is ${text}, must have a tag or digest`);
  if (tag === 'latest') return fails(`${name} is ${text}, must have a tag other than latest, or a digest`);
  if (!hasPlaceholder(tag)) anyValue(image);
  return HOLDS;
}

/** Fails if a container adds a capability that lets it leave its isolation. */
export function addsNoDangerousCapability(name: string, added: Json): Outcome {
  if (given(added) && isUnresolved(added)) return unknown(name, added);
  return allOf(...listOf(added).map((capability) => mustNotBe(name, capability, ...DANGEROUS, ...DANGEROUS.map((each) => `CAP_${each}`))));
}

/** Fails if a volume is the socket of a container engine, or a folder of the system of the host. */
export function isNoSystemPath(name: string, path: Json): Outcome {
  if (!given(path)) return HOLDS;
  if (isUnresolved(path)) return unknown(name, path);
  return HOST_PATH.test(String(path)) ? fails(`${name} is ${JSON.stringify(path)}, must be another folder`) : HOLDS;
}

/** Fails if a device of a container is a disk or the memory of the host. */
export function isNoDisk(container: string, device: Json): Outcome {
  if (isUnresolved(device)) return unknown(`Devices of ${container}`, device);
  return /^\/dev\/(sd|xvd|nvme|vd|dm-|mem|kmem)/.test(String(device)) ? fails(`Devices of ${container} has ${device}, must be another device`) : HOLDS;
}

/** Whether the containers of a task definition run Windows. */
export function isWindows({ RuntimePlatform }: Json): boolean {
  return /^WINDOWS/.test(RuntimePlatform?.OperatingSystemFamily);
}

/** Judges each container of a task definition. */
export function eachContainer({ ContainerDefinitions }: Json, judge: (name: string, container: Json) => Outcome): Outcome {
  if (given(ContainerDefinitions) && isUnresolved(ContainerDefinitions)) return unknown('ContainerDefinitions', ContainerDefinitions);
  return allOf(...listOf(ContainerDefinitions).map((container) => judge(`container ${forName(() => textOf(container.Name))}`, container)));
}
