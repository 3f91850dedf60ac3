import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FargateTask } from './fargate-options';
import { refuse } from '../../core/validation';

interface MemoryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Memory in MiB that Fargate has for CPU units (ECS Developer Guide, Troubleshoot task definition invalid CPU or memory errors). */
const MEMORY: ReadonlyMap<number, MemoryRange> = new Map([
  [256, { from: 1024, to: 2048, step: 1024 }],
  [512, { from: 1024, to: 4096, step: 1024 }],
  [1024, { from: 2048, to: 8192, step: 1024 }],
  [2048, { from: 4096, to: 16384, step: 1024 }],
  [4096, { from: 8192, to: 30720, step: 1024 }],
  [8192, { from: 16384, to: 61440, step: 4096 }],
  [16384, { from: 32768, to: 122880, step: 8192 }],
]);

/** The one amount off the steps. */
const SMALLEST = { cpu: 256, memory: 512 };

/** The size of a task. */
export interface TaskSize {
  /** CPU units. */
  readonly cpu: number;
  /** Memory in MiB. */
  readonly memoryLimitMiB: number;
}

/** The size of a task, one that Fargate has. */
export function taskSize(scope: IConstruct, { cpu = 512, memoryLimitMiB = 1024, ephemeralStorageGiB }: FargateTask): TaskSize {
  requireDisk(scope, ephemeralStorageGiB);
  if (Token.isUnresolved(cpu)) return { cpu, memoryLimitMiB };
  const range = MEMORY.get(cpu);
  if (!range) refuse(scope, `cpu is ${cpu}, need one of ${[...MEMORY.keys()].join(', ')}`);
  if (!Token.isUnresolved(memoryLimitMiB) && !isWithin(range, memoryLimitMiB) && !(cpu === SMALLEST.cpu && memoryLimitMiB === SMALLEST.memory)) {
    const { from, to, step } = range;
    const smallest = cpu === SMALLEST.cpu ? `${SMALLEST.memory} or ` : '';
    refuse(scope, `memoryLimitMiB is ${memoryLimitMiB} with cpu ${cpu}, need ${smallest}${from} to ${to} in steps of ${step}`);
  }
  return { cpu, memoryLimitMiB };
}

function isWithin({ from, to, step }: MemoryRange, value: number): boolean {
  return value >= from && value <= to && (value - from) % step === 0;
}

function requireDisk(scope: IConstruct, gib: number | undefined): void {
  if (gib === undefined || Token.isUnresolved(gib)) return;
  if (!Number.isInteger(gib) || gib < 21 || gib > 200) refuse(scope, `ephemeralStorageGiB is ${gib}, need a whole number of 21 to 200`);
}
