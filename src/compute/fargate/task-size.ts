import { IConstruct } from 'constructs';
import { FargateTask } from './fargate-options';
import { isUnresolved, mustBe, refuse, requireInteger } from '../../core/validation';

interface MemoryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Memory in MiB that Fargate offers for CPU units (ECS Developer Guide, Troubleshoot Amazon ECS task definition invalid CPU or memory errors). */
const MEMORY: ReadonlyMap<number, MemoryRange> = new Map([
  [256, { from: 1024, to: 2048, step: 1024 }],
  [512, { from: 1024, to: 4096, step: 1024 }],
  [1024, { from: 2048, to: 8192, step: 1024 }],
  [2048, { from: 4096, to: 16384, step: 1024 }],
  [4096, { from: 8192, to: 30720, step: 1024 }],
  [8192, { from: 16384, to: 61440, step: 4096 }],
  [16384, { from: 32768, to: 122880, step: 8192 }],
]);

/** The one amount outside the steps. */
const SMALLEST = { cpu: 256, memory: 512 };

/** The size of a task. */
export interface TaskSize {
  /** CPU units. */
  readonly cpu: number;
  /** Memory in MiB. */
  readonly memoryLimitMiB: number;
}

/** The size of a task, one that Fargate offers. Tokens pass. */
export function taskSize(scope: IConstruct, { cpu = 512, memoryLimitMiB = 1024, ephemeralStorageGiB }: FargateTask): TaskSize {
  // ECS API, EphemeralStorage.
  requireInteger(scope, 'task.ephemeralStorageGiB', ephemeralStorageGiB, { min: 21, max: 200 });
  requireInteger(scope, 'task.memoryLimitMiB', memoryLimitMiB, { min: SMALLEST.memory });
  if (isUnresolved(cpu)) return { cpu, memoryLimitMiB };
  const range = MEMORY.get(cpu) ?? mustBe(scope, 'task.cpu', `one of ${[...MEMORY.keys()].join(', ')}`, cpu);
  if (!isUnresolved(memoryLimitMiB) && !isWithin(range, memoryLimitMiB) && !(cpu === SMALLEST.cpu && memoryLimitMiB === SMALLEST.memory)) {
    const { from, to, step } = range;
    const smallest = cpu === SMALLEST.cpu ? `${SMALLEST.memory} or ` : '';
    mustBe(scope, 'task.memoryLimitMiB', `${smallest}${from} to ${to} in steps of ${step} with cpu ${cpu}`, memoryLimitMiB);
  }
  return { cpu, memoryLimitMiB };
}

/**
 * Memory in MiB that is left for the service's own container.
 * @param memoryMiB before
 * @param least that the container needs
 * @param used by another container
 * @param other container, for error messages
 */
export function remainingMemory(scope: IConstruct, memoryMiB: number, least: number, used = 0, other?: string): number {
  const left = memoryMiB - used;
  const others = other === undefined ? '' : ` with ${other}`;
  if (left < least) refuse(scope, `task.memoryLimitMiB must leave at least ${least} MiB for the container and its scratchSize, got ${left} MiB${others}`);
  return left;
}

function isWithin({ from, to, step }: MemoryRange, value: number): boolean {
  return value >= from && value <= to && (value - from) % step === 0;
}
