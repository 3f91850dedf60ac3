import { AWS_ENDPOINT, OutsideParty } from './flow-book';
import { Sources } from './sources';
import { isOtherAccount } from './wire';
import { given, listOf } from '../../predicates/intrinsics';
import { textOf, writtenText } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';
import { References } from '../inventory/references';

/** Public parameters with images of AWS. Those of other publishers and of AWS Marketplace are next to them. Source: "Calling AMI public parameters" (AWS Systems Manager User Guide). */
const IMAGE_OF_AWS = /^\/aws\/service\/(ami-[a-z-]+-latest|bottlerocket|ecs|eks)\//;

/** Images that components pull: containers of services and functions. Images of instances are noted as parties. */
export function imageFlows({ references, book, placement }: Sources): void {
  for (const service of references.all('AWS::ECS::Service')) {
    const task = references.in(service.properties.TaskDefinition, service).find(({ type }) => type === 'AWS::ECS::TaskDefinition');
    for (const { Image } of listOf(task?.properties.ContainerDefinitions)) pull(service, Image, task!);
  }
  for (const [job, { Image }] of containersOfJobs(references)) pull(job, Image, job);
  for (const lambda of references.all('AWS::Lambda::Function')) {
    if (given(lambda.properties.Code?.ImageUri)) pull(lambda, lambda.properties.Code.ImageUri, lambda);
    for (const layer of listOf(lambda.properties.Layers).map(textOf)) {
      const [, account] = /^arn:[^:]*:lambda:[^:]*:(\d{12}):layer:/.exec(layer) ?? [];
      if (account) book.note({ kind: 'account', name: account, purpose: `Layer ${layer.split(':')[6]} of functions`, isThirdParty: account !== lambda.template.stack.account }, [lambda]);
    }
  }
  for (const group of references.all('AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::Instance')) {
    const properties = placement.withTemplate(group);
    const image = properties.LaunchTemplateData?.ImageId ?? properties.ImageId;
    if (!given(image)) continue;
    const name = machineImageOf(image, group);
    book.note({ kind: 'machine image', name, purpose: 'Image of instances', isThirdParty: !IMAGE_OF_AWS.test(name) }, [group]);
  }

  function pull(component: RenderedResource, image: Json, opening: RenderedResource) {
    const [repository] = references.components(image, opening);
    const text = textOf(image);
    const [host] = text.split('/');
    const isEcr = repository !== undefined || /\.dkr\.ecr[.-]|^public\.ecr\.aws$/.test(host);
    const isThirdParty = /\.dkr\.ecr[.-]/.test(host) ? isOtherAccount(host.split('.')[0], opening) : !text.startsWith('${');
    const party: OutsideParty = { kind: 'image registry', name: text, purpose: 'Image of containers', isThirdParty };
    book.add({
      kind: 'image pull',
      from: [component],
      to: [repository ?? party],
      protocol: 'HTTPS',
      ports: '443',
      encryption: isEcr ? 'encrypted' : 'not determined',
      encryptedBy: isEcr ? AWS_ENDPOINT : 'no property of the template shows it',
      why: `Image ${text}`,
      openedBy: [opening],
    });
  }
}

/** Containers of job definitions of AWS Batch. */
export function containersOfJobs(references: References): Array<[job: RenderedResource, container: Json]> {
  return references.all('AWS::Batch::JobDefinition').flatMap((job) => [
    'ContainerProperties', 'EcsProperties.TaskProperties.Containers', 'EksProperties.PodProperties.Containers', 'NodeProperties.NodeRangeProperties.Container',
    'NodeProperties.NodeRangeProperties.EcsProperties.TaskProperties.Containers',
  ].flatMap((path) => at(job.properties, path)).filter(({ Image }) => given(Image)).map((container): [RenderedResource, Json] => [job, container]));
}

// A public parameter of Systems Manager names the image better than the parameter of the template, or the dynamic reference, that reads it.
function machineImageOf(image: Json, { template }: RenderedResource): string {
  const { Type = '', Default } = (typeof image.Ref === 'string' && template.parameter(image.Ref)) || {};
  if (/^AWS::SSM::Parameter::Value</.test(Type) && Default !== undefined) return Default;
  const [, parameter] = /^\{\{resolve:ssm:([^}]+)\}\}$/.exec(writtenText(image)) ?? [];
  return parameter ?? textOf(image);
}
