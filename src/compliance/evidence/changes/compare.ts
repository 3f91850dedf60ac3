import { isFinding } from '../../judge';
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

/** A resource that a safeguard fails on, or whose result is unknown. */
export interface Finding {
  readonly id: string;
  readonly safeguard: string;
  readonly path: string;
  readonly finding: string;
}

export interface StatusChange {
  readonly framework: string;
  readonly control: string;
  readonly before: string;
  readonly after: string;
}

/** A key, a certificate or an endpoint. */
export interface Protection {
  readonly id: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Changes {
  readonly components: Difference<Component>;
  readonly flows: Difference<Flow>;
  readonly cryptography: Difference<Protection>;
  readonly findings: Difference<Finding>;
  readonly deviations: Difference<Deviation>;
  readonly statuses: readonly StatusChange[];
  /** Whether the earlier evidence has settings of components and certificates of endpoints. A version of the library without them did not write them. */
  readonly hasSettings: boolean;
}

/** Compares two states of the evidence of a workload. Lines of the app and ids that CloudFormation derives are left out. */
export function compareEvidence(now: Evidence, before: Evidence): Changes {
  const hasSettings = before.inventory.components.some(({ settings }) => settings) || before.crypto.inTransit.some(({ certificates }) => certificates)
    || (before as Partial<Evidence>).origin?.versions['cdk-regulated'] === now.origin.versions['cdk-regulated'];
  return {
    hasSettings,
    components: difference(now.inventory.components, before.inventory.components, (component) => ({
      type: component.type,
      version: component.version,
      name: component.name,
      purpose: component.purpose,
      account: component.account,
      region: component.region,
      condition: component.condition,
      vpc: component.vpc,
      subnets: component.subnets?.join(', '),
      exposure: component.exposure,
      encryption: component.encryption && [component.encryption.by, component.encryption.key].filter(Boolean).join(': '),
      dataClass: component.dataClass,
      tags: tagsOf(component.tags),
      ...hasSettings && component.settings,
    })),
    flows: difference(now.flows, before.flows, ({ encryption, encryptedBy, why, via, blockedBy }) => (
      { encryption, encryptedBy, why, via: via?.join(', '), blockedBy })),
    cryptography: difference(protectionsOf(now, hasSettings), protectionsOf(before, hasSettings), ({ settings }) => settings),
    findings: difference(findingsOf(now), findingsOf(before), ({ finding }) => ({ finding })),
    deviations: difference(deviationsOf(now), deviationsOf(before), ({ reason, ticket, owner, approver, expires }) => (
      { reason, ticket, owner, approver, expires })),
    statuses: statusChanges(now, before),
  };
}

/** Whether there is no difference. */
export function isUnchanged({ components, flows, cryptography, findings, deviations, statuses }: Changes): boolean {
  return statuses.length === 0
    && [components, flows, cryptography, findings, deviations]
      .every(({ added, removed, changed }) => added.length + removed.length + changed.length === 0);
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
      const fields = [...new Set([...Object.keys(is), ...Object.keys(was)])].filter((field) => was[field] !== is[field])
        .map((field) => ({ field, before: was[field] ?? 'not set', after: is[field] ?? 'not set' }));
      return fields.length > 0 ? [{ item, fields }] : [];
    }),
  };
}

function protectionsOf({ crypto: { inTransit, keys } }: Evidence, withCertificates: boolean): Protection[] {
  return [
    ...keys.map(({ component, algorithm, rotation, multiRegion }) => (
      { id: component, settings: { algorithm, rotation, 'multi-Region': String(multiRegion) } })),
    ...inTransit.map(({ component, endpoint, floor, shownBy, fips, certificates }) => ({
      id: `${component}: ${endpoint}`,
      settings: { 'lowest version': floor, 'shown by': shownBy, 'FIPS 140': String(fips), ...withCertificates && certificates && { certificates: certificates.join(', ') } },
    })),
  ];
}

function findingsOf({ outcomes }: Evidence): Finding[] {
  return outcomes.filter(isFinding).map(({ safeguard, path, finding = '' }) => ({ id: `${safeguard} ${path}`, safeguard, path, finding }));
}

function deviationsOf({ outcomes }: Evidence): Deviation[] {
  return outcomes.flatMap(({ safeguard, path, acknowledgement }) => {
    if (!acknowledgement) return [];
    const { reason, ticket, owner, approver, expires } = acknowledgement;
    return [{ id: `${safeguard} ${path}`, safeguard, path, reason, ticket, owner, approver, expires }];
  });
}

function statusChanges(now: Evidence, before: Evidence): StatusChange[] {
  const [is, was] = [now, before].map(({ frameworks }) => (
    new Map(frameworks.map(({ id, controls }) => [id, new Map(controls.map((control) => [control.id, control.status]))]))));
  const titles = new Map([...before.frameworks, ...now.frameworks].map(({ id, title }) => [id, title]));
  return [...titles].flatMap(([id, framework]) => {
    const [current, earlier] = [is.get(id), was.get(id)];
    return [...new Set([...current?.keys() ?? [], ...earlier?.keys() ?? []])].filter((control) => current?.get(control) !== earlier?.get(control))
      .map((control) => ({ framework, control, before: earlier?.get(control) ?? 'not listed', after: current?.get(control) ?? 'not listed' }));
  });
}

function tagsOf(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags).map(([key, value]) => `${key}=${value}`).join(', ');
}
