import { catalogOf, controlId } from './control-ids';
import { documentText, Json, props } from './document';
import { uuid } from './uuid';
import { Evidence } from '../collect';
import { proofText } from '../control-text';
import { ControlEvidence } from '../status';

type FrameworkEvidence = Evidence['frameworks'][number];

/** The workload as an OSCAL component, with the controls that safeguards prove or partly prove; undefined if there are none. */
export function componentDefinition(evidence: Evidence): string | undefined {
  const { name, systemName, frameworks } = evidence;
  const implemented = frameworks.filter(({ controls }) => controls.some(isImplemented));
  if (implemented.length === 0) return undefined;
  return documentText('component-definition', evidence, `Controls of ${systemName} that its templates implement`, {
    'components': [{
      'uuid': uuid(name, 'component'),
      'type': 'software',
      'title': systemName,
      'description': `Workload ${name}, as its CloudFormation templates define it. A statement says what safeguards show in the templates; deployed resources are not read.`,
      'control-implementations': implemented.map((framework) => implementationOf(name, framework)),
    }],
    'back-matter': {
      resources: implemented.map(({ id, title, source }) => ({
        uuid: resourceOf(name, id), title, description: source, ...(catalogOf(id) !== undefined && { rlinks: [{ href: catalogOf(id) }] }),
      })),
    },
  });
}

function implementationOf(name: string, { id: framework, title, controls }: FrameworkEvidence): Json {
  return {
    'uuid': uuid(name, 'implementation', framework),
    'source': catalogOf(framework) ?? `#${resourceOf(name, framework)}`,
    'description': title,
    ...props({ framework }),
    'implemented-requirements': controls.filter(isImplemented).map((control) => ({
      'uuid': uuid(name, 'requirement', framework, control.id),
      'control-id': controlId(framework, control.id),
      'description': control.proven.map(proofText).join('; '),
      ...props({ 'control': control.id, 'status': control.status, 'left-to-workload': partOf(control, 'technical'), 'left-to-customer': partOf(control, 'customer'), 'inherited': partOf(control, 'inherited') }),
    })),
  };
}

// A control with a finding is not implemented.
function isImplemented({ status, proven }: ControlEvidence): boolean {
  return proven.length > 0 && status !== 'fails';
}

function partOf({ left }: ControlEvidence, party: 'technical' | 'customer' | 'inherited'): string | undefined {
  return typeof left === 'string' ? undefined : left[party];
}

function resourceOf(name: string, framework: string): string {
  return uuid(name, 'framework', framework);
}
