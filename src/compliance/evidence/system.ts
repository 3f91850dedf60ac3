import { RenderedResource, RenderedTemplate } from '../rendered';
import { cryptographyOf } from './crypto/cryptography';
import { apiCallFlows } from './flows/api-calls';
import { apiFlows } from './flows/apis';
import { copyFlows } from './flows/copies';
import { distributionFlows } from './flows/distributions';
import { endpointFlows } from './flows/endpoints';
import { entranceFlows } from './flows/entrances';
import { eventFlows } from './flows/events';
import { FlowBook } from './flows/flow-book';
import { frontFlows, LoadBalancing } from './flows/fronts';
import { imageFlows } from './flows/images';
import { integrationFlows } from './flows/integrations';
import { latticeFlows } from './flows/lattice';
import { logFlows } from './flows/logs';
import { migrationFlows } from './flows/migrations';
import { networkFlows } from './flows/networks';
import { outputFlows } from './flows/outputs';
import { quickSightFlows } from './flows/quicksight';
import { Routes } from './flows/routes';
import { securityGroupFlows } from './flows/security-groups';
import { acrossWorlds } from './in-worlds';
import { Components } from './inventory/inventory';
import { Placement } from './inventory/placement';
import { References } from './inventory/references';
import { Exposure, SystemModel } from './model';
import { inWorlds } from '../worlds/explore';

/**
 * Derives components and connections from the templates of a workload. Conditional values are read as they are where every condition is true, and as they are
 * where one condition or parameter has another value.
 */
export function systemOf(templates: readonly RenderedTemplate[]): SystemModel {
  const { results, left } = inWorlds(() => systemInWorld(templates));
  return { ...acrossWorlds(results), ...left.length > 0 && { unread: left } };
}

function systemInWorld(templates: readonly RenderedTemplate[]): SystemModel {
  const references = new References(templates);
  const placement = new Placement(references);
  const components = new Components(templates, references, placement);
  const book = new FlowBook(components);
  const sources = { references, placement, components, routes: new Routes(references, placement), book };
  const balancing = new LoadBalancing(sources);
  securityGroupFlows(sources, balancing.fronts);
  balancing.addOthers();
  frontFlows(sources);
  distributionFlows(sources);
  apiFlows(sources);
  endpointFlows(sources);
  entranceFlows(sources);
  networkFlows(sources);
  integrationFlows(sources);
  migrationFlows(sources);
  latticeFlows(sources);
  quickSightFlows(sources);
  outputFlows(sources);
  eventFlows(sources);
  logFlows(sources);
  copyFlows(sources);
  imageFlows(sources);
  apiCallFlows(sources);
  const { flows, reachedFromInternet, perhapsReached, perhapsCalled } = book;
  const exposureOf = (resource: RenderedResource): Exposure => {
    if (sources.routes.isDecidedAtDeployment(resource)) return 'not determined';
    if (reachedFromInternet.has(resource)) return 'internet';
    if (perhapsCalled.has(resource)) return 'not determined';
    if (perhapsReached.has(resource) && sources.routes.isPublic(resource) !== false) return 'not determined';
    if (placement.groupsOf(resource).length + placement.otherGroupsOf(resource).length + placement.subnetsOf(resource).length > 0) return 'vpc';
    // Of a type that no table describes, it is not known whether the service provides an endpoint.
    return components.draftOf(resource)?.tier === 'other' ? 'not determined' : 'account';
  };
  const listed = components.withExposure(exposureOf);
  return {
    inventory: { components: listed, parties: book.parties, configuration: components.configuration },
    flows,
    crypto: cryptographyOf(listed, components, references),
  };
}
