import { CONTAINER_IMAGES } from '../../../src/compliance/safeguards/container-images';
import { Case, it_, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const REPOSITORY = '123456789012.dkr.ecr.eu-west-2.amazonaws.com/ledger';
const DIGEST = `${REPOSITORY}@sha256:${'0'.repeat(64)}`;
const ASSET = { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/assets:0123456789' };

function images(of: (image: unknown) => Case, name: string, open: Triple['open'] = []): Triple {
  return {
    holds: [of(`${REPOSITORY}:1.4.2`), of(DIGEST), of(ASSET), of('registry.acme.example:5000/ledger:stable')],
    fails: [
      [of(`${REPOSITORY}:latest`), `${name} is ${REPOSITORY}:latest, must have a tag other than latest, or a digest`],
      [of(REPOSITORY), `${name} is ${REPOSITORY}, must have a tag or digest`],
      [of('registry.acme.example:5000/ledger'), `${name} is registry.acme.example:5000/ledger, must have a tag or digest`],
    ],
    open: [[of(PARAMETER), undetermined(name)], ...open],
  };
}

describe('safeguards of container images', () => triples(CONTAINER_IMAGES, {
  'ECS.TaskImagesPinned': images((Image) => it_({ ContainerDefinitions: [{ Name: 'c0', Image }] }), 'Image of container c0', [
    [it_({ ContainerDefinitions: [{ Name: 'c0' }] }), 'Image of container c0 is not set, must be an image with a tag or digest'],
    [it_({ ContainerDefinitions: PARAMETER }), undetermined('ContainerDefinitions')],
  ]),
  'Batch.JobImagesPinned': images((Image) => it_({ ContainerProperties: { Image } }), 'ContainerProperties.Image', [[it_({}), NOT_JUDGED]]),
  'Lambda.FunctionImagePinned': images((ImageUri) => it_({ Code: { ImageUri } }), 'Code.ImageUri', [[it_({ Code: { ZipFile: 'x' } }), NOT_JUDGED]]),
  'SageMaker.ModelImagesPinned': images((Image) => it_({ PrimaryContainer: { Image } }), 'Image', [
    [it_({ PrimaryContainer: { ModelPackageName: 'package' } }), PASSES],
    [it_({ Containers: [{ ModelPackageName: 'package' }, { Image: REPOSITORY }] }), `Image is ${REPOSITORY}, must have a tag or digest`],
  ]),
  'CodeBuild.ImagePinned': images((Image) => it_({ Environment: { Image } }), 'Environment.Image', [[it_({}), NOT_JUDGED]]),
}));
