import { containersOfJob } from './batch';
import { ResourceSafeguard } from '../model/safeguard';
import { mustBePinned } from '../predicates/containers';
import { given, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, called, unknown } from '../predicates/outcome';

const FACT = {
  rationale: 'The image behind `latest` changes without a deployment: what runs is not what was tested, scanned and reviewed',
  remedy: 'set a tag that does not move, or a digest',
  severity: 'medium',
  sources: {},
  always: true,
} as const;

/** Safeguards of the images of containers. */
export const CONTAINER_IMAGES: ResourceSafeguard[] = [
  {
    ...FACT,
    id: 'ECS.TaskImagesPinned',
    on: ['AWS::ECS::TaskDefinition'],
    statement: 'images of the task have a digest or a tag other than latest',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html',
    judge: ({ properties: { ContainerDefinitions: list } }) => given(list) && isUnresolved(list)
      ? unknown('ContainerDefinitions', list)
      : allOf(...listOf(list).map(({ Name, Image }) => mustBePinned(`Image of container ${called(Name)}`, Image))),
  },
  {
    ...FACT,
    id: 'Batch.JobImagesPinned',
    on: ['AWS::Batch::JobDefinition'],
    statement: 'images of the job have a digest or a tag other than latest',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html',
    judge: ({ properties }) => {
      const containers = containersOfJob(properties);
      return containers.length ? allOf(...containers.map(({ path, container }) => mustBePinned(`${path}.Image`, container.Image))) : undefined;
    },
  },
  {
    ...FACT,
    id: 'Lambda.FunctionImagePinned',
    on: ['AWS::Lambda::Function'],
    statement: 'the image of the function has a digest or a tag other than latest',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html',
    judge: ({ properties: { Code } }) => given(Code?.ImageUri) ? mustBePinned('Code.ImageUri', Code.ImageUri) : undefined,
  },
  {
    ...FACT,
    id: 'SageMaker.ModelImagesPinned',
    on: ['AWS::SageMaker::Model'],
    statement: 'images of the model have a digest or a tag other than latest',
    link: 'https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html',
    // A model package brings its image.
    judge: ({ properties: { PrimaryContainer, Containers } }) => allOf(
      ...[...listOf(PrimaryContainer), ...listOf(Containers)].filter(({ Image }) => given(Image)).map(({ Image }) => mustBePinned('Image', Image)),
    ),
  },
  {
    ...FACT,
    id: 'CodeBuild.ImagePinned',
    on: ['AWS::CodeBuild::Project'],
    statement: 'the build image has a digest or a tag other than latest',
    link: 'https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html',
    judge: ({ properties: { Environment } }) => given(Environment?.Image) ? mustBePinned('Environment.Image', Environment.Image) : undefined,
  },
];
