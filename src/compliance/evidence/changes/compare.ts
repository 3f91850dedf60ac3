import { Evidence } from '../collect';
import { Component, Flow } from '../model';

/** A difference of two lists by id. */
export interface Difference<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: ReadonlyArray<{ readonly item: T; readonly fields: readonly FieldChange[] }>;
}

export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface Deviation {
  readonly id: string;
  readonly safeguard: string;
  readonly path: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly owner?: string;
  readonly approver?: string;
  readonly expires?: string;
}

export interface StatusChange {
  readonly framework: string;
  readonly control: string;
  readonly before: string;
  readonly after: string;
}

export interface Changes {
  readonly components: Difference<Component>;
  readonly flows: Difference<Flow>;
  readonly deviations: Difference<Deviation>;
  readonly statuses: readonly StatusChange[];
}

/** Compares two states of the evidence of a workload. Lines of the app and ids that CloudFormation derives are left out. */
export function compareEvidence(now: Evidence, before: Evidence): Changes {
  return {
    components: difference(now.inventory.components, before.inventory.components, (component) => ({
      name: component.name,
      purpose: component.purpose,
      account: component.account,
      region: component.region,
      condition: component.condition,
      vpc: component.vpc,
      exposure: component.exposure,
      encryption: component.encryption && [component.encryption.by, component.encryption.key].filter(Boolean).join(': '),
      dataClass: component.dataClass,
      tags: tagsOf(component.tags),
    })),
    flows: difference(now.flows, before.flows, ({ encryption, encryptedBy, why, via, blockedBy }) => (
      { encryption, encryptedBy, why, via: via?.join(', '), blockedBy })),
    deviations: difference(deviationsOf(now), deviationsOf(before), ({ reason, ticket, owner, approver, expires }) => (
      { reason, ticket, owner, approver, expires })),
    statuses: statusChanges(now, before),
  };
}

/** Whether there is no difference. */
export function isEmpty({ components, flows, deviations, statuses }: Changes): boolean {
  return statuses.length === 0
    && [components, flows, deviations].every(({ added, removed, changed }) => added.length + removed.length + changed.length === 0);
}

function difference<T extends { readonly id: string }>(
  now: readonly T[], before: readonly T[], fieldsOf: (item: T) => Record<string, string | undefined>,
): Difference<T> {
  const earlier = new Map(before.map((item) => [item.id, item]));
  const ids = new Set(now.map(({ id }) => id));
  return {
    added: now.filter(({ id }) => !earlier.has(id)),
    removed: before.filter(({ id }) => !ids.has(id)),
    changed: now.flatMap((item) => {
      const old = earlier.get(item.id);
      if (!old) return [];
      const [was, is] = [fieldsOf(old), fieldsOf(item)];
      const fields = Object.keys(is).filter((field) => was[field] !== is[field])
        .map((field) => ({ field, before: was[field] ?? 'not set', after: is[field] ?? 'not set' }));
      return fields.length > 0 ? [{ item, fields }] : [];
    }),
  };
}

function deviationsOf({ outcomes }: Evidence): Deviation[] {
  return outcomes.flatMap(({ safeguard, path, acknowledgement }) => {
    if (!acknowledgement) return [];
    const { reason, ticket, owner, approver, expires } = acknowledgement;
    return [{ id: `${safeguard} ${path}`, safeguard, path, reason, ticket, owner, approver, expires }];
  });
}

function statusChanges(now: Evidence, before: Evidence): StatusChange[] {
  return now.frameworks.flatMap(({ id, title, controls }) => {
    const earlier = new Map(before.frameworks.find((framework) => framework.id === id)?.controls.map((control) => [control.id, control.status]));
    return controls.filter((control) => earlier.get(control.id) !== control.status)
      .map((control) => ({ framework: title, control: control.id, before: earlier.get(control.id) ?? 'not listed', after: control.status }));
  });
}

function tagsOf(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags).map(([key, value]) => `${key}=${value}`).join(', ');
}
