import { Evidence } from '../collect';
import { Component } from '../model';

const DERIVED_FROM = 'CloudFormation templates of the workload; README.md in this folder explains how';

/** Information resources (MAS-CSO-IIR, MAS-CSO-TPR): `fedramp/information-resources.json`. FedRAMP publishes no schema for it. */
export function informationResources({ systemName, inventory: { components, parties, configuration }, unread }: Evidence): string {
  return document({
    title: `Information resources of ${systemName}`,
    answers: ['MAS-CSO-IIR', 'MAS-CSO-TPR'],
    derivedFrom: DERIVED_FROM,
    ...unread && { notReadWith: unread },
    informationResources: components,
    thirdPartyInformationResources: parties.filter(({ isThirdParty }) => isThirdParty),
    otherParties: parties.filter(({ isThirdParty }) => !isThirdParty),
    configurationResources: configuration,
  });
}

/** Permitted connections (MAS-CSO-FLO): `fedramp/information-flows.json`. FedRAMP publishes no schema for it. */
export function informationFlows({ systemName, inventory, flows, unread }: Evidence): string {
  const byId = new Map(inventory.components.map((component) => [component.id, component]));
  return document({
    title: `Information flows of ${systemName}`,
    answers: ['MAS-CSO-FLO'],
    derivedFrom: DERIVED_FROM,
    ...unread && { notReadWith: unread },
    informationFlows: flows.map((flow) => (
      { ...flow, securityCategories: categories([...flow.from, ...flow.to].flatMap((id) => byId.get(id) ?? [])) })),
  });
}

// Tags of the resources state the class of their data.
function categories(components: readonly Component[]): string[] | 'not stated' {
  const classes = [...new Set(components.flatMap(({ dataClass }) => dataClass ?? []))].sort();
  return classes.length > 0 ? classes : 'not stated';
}

function document(content: object): string {
  return `${JSON.stringify(content, null, 1)}\n`;
}
