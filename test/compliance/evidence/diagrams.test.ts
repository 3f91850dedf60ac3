import * as fs from 'fs';
import * as path from 'path';
import { diagramFaults } from './diagram-faults';
import { modelOf, modelOfResources } from './support';
import { Boxes } from '../../../src/compliance/evidence/diagrams/boxes';
import { diagramsOf } from '../../../src/compliance/evidence/diagrams/diagrams';
import { place } from '../../../src/compliance/evidence/diagrams/geometry';
import { sizeOf } from '../../../src/compliance/evidence/diagrams/layered';
import { shortened, widthOf, wrapped } from '../../../src/compliance/evidence/diagrams/text';
import { Component, FlowKind, SystemModel } from '../../../src/compliance/evidence/model';

const vpc = (properties: object = {}) => ({ VpcId: { Ref: 'Vpc' }, ...properties });
const group = (ingress: object[], egress: object[] = []) => ['AWS::EC2::SecurityGroup', vpc({ SecurityGroupIngress: ingress, SecurityGroupEgress: [...egress, { CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }] })] as const;
const rule = (port: number, other: object) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...other });

/** A load balancer on the internet, a function in private subnets and a database. */
const SHOP = modelOfResources({
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: 'shop <vpc> & more' }] }],
  publicSubnet1: ['AWS::EC2::Subnet', vpc({ MapPublicIpOnLaunch: true })],
  privateSubnet1: ['AWS::EC2::Subnet', vpc({ Tags: [{ Key: 'aws-cdk:subnet-name', Value: 'inner' }] })],
  Gateway: ['AWS::EC2::InternetGateway'],
  Attachment: ['AWS::EC2::VPCGatewayAttachment', vpc({ InternetGatewayId: { Ref: 'Gateway' } })],
  Table: ['AWS::EC2::RouteTable', vpc()],
  Route: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } }],
  Association: ['AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: { Ref: 'Table' }, SubnetId: { Ref: 'publicSubnet1' } }],
  EdgeGroup: group([rule(443, { CidrIp: '0.0.0.0/0' }), rule(80, { CidrIp: '0.0.0.0/0' })], [rule(5432, { DestinationSecurityGroupId: { 'Fn::GetAtt': ['DataGroup', 'GroupId'] } })]),
  DataGroup: group([rule(5432, { SourceSecurityGroupId: { 'Fn::GetAtt': ['EdgeGroup', 'GroupId'] } })]),
  Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', SecurityGroups: [{ 'Fn::GetAtt': ['EdgeGroup', 'GroupId'] }], Subnets: [{ Ref: 'publicSubnet1' }] }],
  Plain: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, Protocol: 'HTTP' }],
  Subnets: ['AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'privateSubnet1' }] }],
  Database: ['AWS::RDS::DBInstance', { Engine: 'postgres', StorageEncrypted: true, DBSubnetGroupName: { Ref: 'Subnets' }, VPCSecurityGroups: [{ 'Fn::GetAtt': ['DataGroup', 'GroupId'] }] }],
  Key: ['AWS::KMS::Key', {}],
  Topic: ['AWS::SNS::Topic', {}],
  Queue: ['AWS::SQS::Queue', {}],
  Subscription: ['AWS::SNS::Subscription', { Protocol: 'sqs', TopicArn: { Ref: 'Topic' }, Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
});

const draw = (model: SystemModel) => diagramsOf({ ...model, systemName: 'Shop <1> & "2"' });
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const between = (svg: string) => /<desc[^>]*>([^<]*)</.exec(svg)![1];

describe('the diagrams of a small system', () => {
  const { architecture, dataFlow } = draw(SHOP);

  test('the architecture has groups for the Region, the VPC and kinds of subnets, and names are escaped', () => {
    expect(textsOf(architecture)).toEqual(expect.arrayContaining([
      'Architecture of Shop &lt;1&gt; &amp; "2"', 'AWS account not determined, Region eu-west-2', 'VPC shop &lt;vpc&gt; &amp; more', 'public subnets', 'inner subnets',
    ]));
  });

  test('the architecture has every component with a box, and none of security groups, subnets and gateways', () => {
    const titles = [...architecture.matchAll(/<g class="(?:component|internet|outside)"><title>([^<]*)<\/title>/g)].map(([, members]) => members).sort();
    expect(titles).toEqual(['Balancer', 'Database', 'Key', 'Queue', 'Topic', 'internet']);
  });

  test('a system of the same shape has the same places, with texts of its own', () => {
    const renamed = JSON.parse(JSON.stringify(SHOP).replaceAll('Queue', 'Ueque').replaceAll('Database', 'Sadabate'));
    const inOther = (svg: string) => svg.replaceAll('Queue', 'Ueque').replaceAll('Database', 'Sadabate');
    expect(draw(renamed)).toEqual({ architecture: inOther(architecture), dataFlow: inOther(dataFlow) });
    expect(inOther(architecture)).not.toBe(architecture);
  });

  test('the texts of a box are below each other, and within it', () => {
    const boxes = [...architecture.matchAll(/<g class="component"><title>[^<]*<\/title><rect class="box" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"[^>]*>(.*?)<\/g>/g)];
    expect(boxes).toHaveLength(5);
    for (const [, y, height, texts] of boxes) {
      const lines = [...texts.matchAll(/<text[^>]* y="([\d.]+)"/g)].map(([, line]) => Number(line) - Number(y));
      const step = lines[0];
      expect(lines.length).toBeGreaterThan(1);
      lines.forEach((line, index) => expect(line).toBeCloseTo(step * (index + 1), 1));
      expect(lines[lines.length - 1]).toBeLessThan(Number(height));
    }
  });

  test('a component without a connection in another Region is drawn once, in that Region', () => {
    const { inventory } = SHOP;
    const far = (id: string) => ({ ...inventory.components.find(({ name }) => name === 'Key')!, id, name: id, region: `${id}-region` });
    const { architecture: svg } = draw({ ...SHOP, inventory: { ...inventory, components: [...inventory.components, far('one'), far('two')] } });
    expect([...svg.matchAll(/<g class="component"><title>(one|two)<\/title>/g)].map(([, id]) => id).sort()).toEqual(['one', 'two']);
    expect(textsOf(svg).filter((text) => text.includes('-region'))).toHaveLength(2);
  });

  test('lines have their ports, and those in plain text say so and are dashed', () => {
    expect(between(architecture)).toContain('3 lines: 0 encrypted, 2 not determined, 1 not encrypted.');
    expect(textsOf(architecture).filter((text) => /TCP|^not enc/.test(text)).sort()).toEqual(['TCP 443', 'TCP 5432', 'TCP 80', 'not encrypted', 'not encrypted']);
    expect(architecture).toContain('.cdkr .not-encrypted .line { stroke: #b3161f; stroke-dasharray: 9 4; }');
    expect(architecture.match(/<g class="not-encrypted crosses"><path class="line"/g)).toHaveLength(1);
    expect(architecture.match(/<g class="not-determined crosses"><path class="line"/g)).toHaveLength(1);
    expect(architecture.match(/<g class="not-determined"><path class="line"/g)).toHaveLength(2);
  });

  test('a screen reader has the lines as text', () => {
    expect(architecture).toContain('role="img" aria-labelledby="architecture-title architecture-desc"');
    expect(between(architecture)).toContain('Internet to Balancer (Elastic Load Balancing): TCP 80, not encrypted.');
    expect(between(dataFlow)).toContain('Topic (Amazon SNS) to Queue (Amazon SQS): events, not determined.');
  });

  test.each<[FlowKind, string]>([
    ['api call', 'API calls'], ['event', 'events'], ['stream', 'stream'], ['log delivery', 'logs'], ['replication', 'replication'], ['backup', 'backup'],
  ])('a line of kind %s has the label %s', (kind, label) => {
    const flows = SHOP.flows.filter((flow) => flow.from.includes('Topic') && flow.to.includes('Queue')).map((flow) => ({ ...flow, kind }));
    expect(between(draw({ ...SHOP, flows }).dataFlow)).toContain(`Topic (Amazon SNS) to Queue (Amazon SQS): ${label}, not determined.`);
  });

  test('boxes with data say what encrypts it', () => {
    const atRest = (svg: string) => textsOf(svg).filter((text) => text.startsWith('at rest: ')).sort();
    for (const svg of [architecture, dataFlow]) expect(atRest(svg)).toEqual(['at rest: AWS managed key', 'at rest: AWS owned key', 'at rest: not determined']);
  });

  test('the data flow has only components with a line, and no key', () => {
    expect(textsOf(dataFlow)).toEqual(expect.arrayContaining(['Data flow of Shop &lt;1&gt; &amp; "2"', 'Topic', 'Queue', 'events']));
    expect(textsOf(dataFlow)).not.toContain('Key');
  });

  test('ids of the two diagrams differ, because the page contains both', () => {
    const ids = [architecture, dataFlow].flatMap((svg) => [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the same model gives the same text', () => {
    expect(draw(SHOP)).toEqual({ architecture, dataFlow });
  });

  test('nothing overlaps', () => {
    expect([architecture, dataFlow].map((svg) => diagramFaults(svg, 6))).toEqual([[], []]);
  });
});

/** Networks, endpoints, parties of several kinds, log groups, members of constructs, and a component of another Region. */
const HOUSE = modelOf({
  'House': {
    Resources: Object.fromEntries(Object.entries<readonly [type: string, properties?: object]>({
      ...Object.fromEntries(['Public', 'Private', 'Isolated'].flatMap((kind) => [1, 2].map((zone) => [`Net/${kind}Subnet${zone}`, ['AWS::EC2::Subnet', vpc({ MapPublicIpOnLaunch: kind === 'Public' })]] as const))),
      'Vpc': ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
      'Gateway': ['AWS::EC2::InternetGateway'],
      'Attachment': ['AWS::EC2::VPCGatewayAttachment', vpc({ InternetGatewayId: { Ref: 'Gateway' } })],
      'Table': ['AWS::EC2::RouteTable', vpc()],
      'Route': ['AWS::EC2::Route', { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } }],
      'Association': ['AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: { Ref: 'Table' }, SubnetId: { Ref: 'Net/PublicSubnet1' } }],
      'Nat': ['AWS::EC2::NatGateway', { SubnetId: { Ref: 'Net/PublicSubnet1' } }],
      'Outward': ['AWS::EC2::RouteTable', vpc()],
      'ByNat': ['AWS::EC2::Route', { RouteTableId: { Ref: 'Outward' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } }],
      'Link': ['AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: { Ref: 'Outward' }, SubnetId: { Ref: 'Net/PrivateSubnet1' } }],
      'Edge': group([rule(443, { CidrIp: '0.0.0.0/0' }), rule(8443, { CidrIp: '198.51.100.0/24' }), rule(9443, { SourcePrefixListId: 'pl-1' })], [rule(8080, { DestinationSecurityGroupId: { 'Fn::GetAtt': ['Inner', 'GroupId'] } })]),
      'Inner': group([rule(8080, { SourceSecurityGroupId: { 'Fn::GetAtt': ['Edge', 'GroupId'] } }), { IpProtocol: '-1', CidrIp: '10.0.0.0/16' }], [rule(443, { CidrIp: '0.0.0.0/0' })]),
      'Front/Balancer': ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', SecurityGroups: [{ 'Fn::GetAtt': ['Edge', 'GroupId'] }], Subnets: [{ Ref: 'Net/PublicSubnet1' }, { Ref: 'Net/PublicSubnet2' }] }],
      'Front/Listener': ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'Front/Balancer' }, Port: 443, Protocol: 'HTTPS', DefaultActions: [{ TargetGroupArn: { Ref: 'Targets' } }] }],
      'Targets': ['AWS::ElasticLoadBalancingV2::TargetGroup', { Port: 8080, Protocol: 'HTTP' }],
      'Cluster': ['AWS::ECS::Cluster'],
      'Task': ['AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Image: 'ghcr.io/house/api', LogConfiguration: { Options: { 'awslogs-group': { Ref: 'Logs' } } } }], TaskRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
      'Api/Service': ['AWS::ECS::Service', {
        Cluster: { Ref: 'Cluster' },
        TaskDefinition: { Ref: 'Task' },
        LoadBalancers: [{ TargetGroupArn: { Ref: 'Targets' } }],
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'Net/PrivateSubnet1' }, { Ref: 'Net/IsolatedSubnet1' }], SecurityGroups: [{ 'Fn::GetAtt': ['Inner', 'GroupId'] }] } },
      }],
      'Role': ['AWS::IAM::Role', {
        Policies: [{
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::GetAtt': ['Store', 'Arn'] } },
              { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::444455556666:role/partner' },
            ],
          },
        }],
      }],
      'Endpoint': ['AWS::EC2::VPCEndpoint', vpc({ VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.eu-west-2.kms', SubnetIds: [{ Ref: 'Net/PrivateSubnet1' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Inner', 'GroupId'] }] })],
      'Store': ['AWS::S3::Bucket', { ReplicationConfiguration: { Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copy' } }] } }],
      'Key': ['AWS::KMS::Key'],
      'Logs': ['AWS::Logs::LogGroup'],
      'Audit': ['AWS::Logs::LogGroup'],
      'Subscription': ['AWS::Logs::SubscriptionFilter', { LogGroupName: { Ref: 'Logs' }, DestinationArn: { 'Fn::GetAtt': ['Archive', 'Arn'] } }],
      'Archive': ['AWS::KinesisFirehose::DeliveryStream', { ExtendedS3DestinationConfiguration: { BucketARN: { 'Fn::GetAtt': ['Store', 'Arn'] } } }],
      'Alarms': ['AWS::SNS::Topic'],
      'Alarm': ['AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: 'Alarms' }] }],
      'Mail': ['AWS::SNS::Subscription', { Protocol: 'email', TopicArn: { Ref: 'Alarms' }, Endpoint: 'ops@example.com' }],
      'Secret': ['AWS::SecretsManager::Secret'],
      'Rotation': ['AWS::SecretsManager::RotationSchedule', { SecretId: { Ref: 'Secret' }, RotationLambdaARN: { 'Fn::GetAtt': ['Rotator', 'Arn'] } }],
      'Rotator': ['AWS::Lambda::Function', { Role: { 'Fn::GetAtt': ['RotatorRole', 'Arn'] } }],
      'RotatorRole': ['AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'secretsmanager:PutSecretValue', Resource: { Ref: 'Secret' } }] } }] }],
      ...Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`Queue${index}`, ['AWS::SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [`Queue${(index + 1) % 5}`, 'Arn'] } } }]] as const)),
    }).map(([id, [Type, Properties = {}]]) => [id, { Type, Properties }])),
  },
  'eu-central-1': { Resources: { Second: { Type: 'AWS::S3::Bucket', Properties: {} } } },
}, 'eu-west-2', '111122223333');

// The drawings are looked at before they are written. A line of a file is an element.
test.each<[string, SystemModel]>([['shop', SHOP], ['house', HOUSE]])('the drawings of %s have each element in its place', (name, model) => {
  const { architecture, dataFlow } = draw(model);
  const lines = `${architecture}${dataFlow}`.replace(/></g, '>\n<').split('\n');
  const file = path.join(__dirname, 'tables/diagrams', `${name}.svg`);
  if (process.env.UPDATE_DIAGRAMS) fs.writeFileSync(file, lines.join('\n'));
  expect(lines).toEqual(fs.readFileSync(file, 'utf-8').split('\n'));
  expect([architecture, dataFlow].map((svg) => diagramFaults(svg, 5))).toEqual([[], []]);
});

test('a blocked connection is not drawn', () => {
  const { architecture } = draw({ ...SHOP, flows: SHOP.flows.map((flow) => ({ ...flow, blockedBy: 'a network ACL' })) });
  expect(between(architecture)).toContain('0 lines:');
});

test('a connection through a gateway is drawn through it', () => {
  const [flow] = SHOP.flows.filter(({ from }) => from.includes('internet:'));
  const { architecture } = draw({ ...SHOP, flows: [{ ...flow, from: ['Database'], to: ['internet:'], via: ['Balancer'] }] });
  expect(between(architecture)).toMatch(/Database \(Amazon RDS\) to Balancer \(Elastic Load Balancing\): .* Balancer \(Elastic Load Balancing\) to Internet: /);
});

test('a system without components has diagrams', () => {
  const { architecture, dataFlow } = draw({
    inventory: { components: [], parties: [], configuration: {} }, flows: [], crypto: { atRest: [], inTransit: [], keys: [], modules: [] },
  });
  expect([architecture, dataFlow].map((svg) => diagramFaults(svg, 6))).toEqual([[], []]);
  expect(between(dataFlow)).toContain('0 lines: 0 encrypted, 0 not determined, 0 not encrypted.');
});

test('a line that passes above all boxes is below the caption', () => {
  const boxes = Array.from({ length: 16 }, (_, index) => ({ id: `${index}`, kind: 'outside' as const, title: `B${index}`, details: ['one'], members: [] }));
  const pairs = [...boxes.slice(1).map((_, index) => [index, index + 1]), [0, 15], [1, 14], [2, 15]];
  const lines = pairs.map(([from, to]) => ({ from: `${from}`, to: `${to}`, encryption: 'encrypted' as const, label: '', isInternet: false, isUpstream: false }));
  const { boxes: placed, lines: led } = place({ id: 'd', title: 'D', caption: 'C', description: '', groups: [], boxes, lines });
  const upperEdges = [placed, ...led.map(({ points }) => points)].map((all) => Math.min(...all.map(({ y }) => y)));
  expect([upperEdges[0], Math.min(...upperEdges.slice(1))]).toEqual([72, 57]);
});

test('a system of many constructs is drawn by service', () => {
  const many = modelOfResources(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`Bucket${index}`, ['AWS::S3::Bucket', {}] as const])));
  const { architecture } = draw(many);
  expect(textsOf(architecture)).toEqual(expect.arrayContaining(['One box for each service and place. Lines are connections that security groups, listeners and endpoints permit, and those of peering, VPN, transit gateways and AWS',
    'Amazon S3', 'Bucket0, Bucket1, Bucket10', 'and 297 more']));
  expect(diagramFaults(architecture, 6)).toEqual([]);
});

describe('the grain', () => {
  const grainOf = (svg: string) => /One box for each (\w+) and place/.exec(svg)![1];
  const buckets = (count: number) => modelOfResources(Object.fromEntries(Array.from({ length: count }, (_, index) => [`B${index}`, ['AWS::S3::Bucket', {}] as const])));

  test.each([[60, 'construct'], [61, 'service']])('with %i boxes is the %s', (count, grain) => {
    expect(grainOf(draw(buckets(count)).architecture)).toBe(grain);
  });
});

test('components of two Regions have a group each', () => {
  const two = modelOf({ 'Main': { Resources: { One: { Type: 'AWS::S3::Bucket', Properties: {} } } }, 'eu-central-1': { Resources: { Two: { Type: 'AWS::S3::Bucket', Properties: {} } } } }, 'eu-west-1');
  expect(textsOf(draw(two).architecture).filter((text) => text.startsWith('AWS account'))).toEqual(['AWS account not determined, Region eu-west-1', 'AWS account not determined, Region eu-central-1']);
});

test('boxes of one construct in several networks have its part as their title, or its service; a construct of another Region keeps its name', () => {
  const at = (id: string, service: string, where: Partial<Component> = {}) => (
    { id: `app/Stack/${id}`, service, type: 'AWS::Any::Type', account: '1', region: 'eu-west-2', template: 't', tags: {}, ...where }) as unknown as Component;
  const within = (subnet?: string) => ({ vpc: 'app/Stack/Vpc', ...(subnet && { subnets: [`app/Stack/Vpc/${subnet}`] }) });
  const components = [
    at('Database/Cluster/Resource', 'Amazon RDS', within('inner')), at('Database/Cluster/Reader', 'Amazon RDS', within('inner')), at('Database/Rotation/Function', 'AWS Lambda', within('outer')),
    at('Database/Secret', 'AWS Secrets Manager'), at('Database/Queue', 'Amazon SQS'), at('Trail', 'AWS CloudTrail'), at('Trail', 'AWS CloudTrail', { region: 'eu-west-1' }),
  ];
  const { all } = new Boxes({ components, parties: [], configuration: {} }, 'construct');
  expect(all.map(({ title }) => title)).toEqual(['Database/Cluster', 'Database/Rotation', 'Database: Secrets Manager', 'Trail', 'Trail']);
});

describe('the check for overlaps', () => {
  const svg = (body: string) => `<svg viewBox="0 0 400 200">${body}<text x="10" y="190" font-size="11" textLength="50">legend</text></svg>`;
  const box = (x: number, y: number) => `<rect class="box" x="${x}" y="${y}" width="100" height="40"/>`;

  test.each([
    ['', []],
    [box(10, 10) + box(60, 20), ['box 0 covers box 1']],
    [box(10, 10) + '<text x="90" y="30" font-size="11" textLength="50">a label</text>', ["'a label' covers the edge of box 0"]],
    ['<text x="90" y="30" font-size="11" textLength="50">one</text><text x="100" y="34" font-size="11" textLength="50">two</text>', ["'one' covers 'two'"]],
    [box(10, 10) + '<path class="line" d="M0 30L200 30"/>', ['line 0 passes below box 0']],
    [box(350, 10), ["'box 0' is outside"]],
    ['<rect class="vpc" x="50" y="5" width="100" height="100"/>' + box(10, 10), ['box 1 covers the edge of vpc 0']],
    ['<text x="90" y="30" font-size="1" textLength="50">small</text>', ['the smallest text has 2.0 points on A4']],
  ])('%s', (body, faults) => {
    expect(diagramFaults(svg(body), 6)).toEqual(faults);
  });
});

test('the width of a text is that of Helvetica, and a text is shortened in its middle', () => {
  expect(widthOf('WWW iii', 10)).toBe(38);
  expect(widthOf('WWW iii', 10, true)).toBe(41);
  expect(widthOf('日本', 10)).toBe(20);
  expect(shortened('Custom::VpcRestrictDefaultSG', 90, 10)).toBe('Custom::V…aultSG');
  expect(shortened('short', 90, 10)).toBe('short');
  expect(shortened('WWW', 15, 10)).toBe('…');
  const exact = widthOf('two words', 10);
  expect([exact, exact - 1].map((width) => [wrapped('two words', width, 10), shortened('two words', width, 10)])).toEqual([[['two words'], 'two words'], [['two', 'words'], 'two …ds']]);
  expect(shortened('two words', widthOf('two …ds', 10), 10)).toBe('two …ds');
  expect(wrapped('AWS Secrets Manager, Amazon SQS', 100, 10)).toEqual(['AWS Secrets', 'Manager, Amazon', 'SQS']);
});

test('a box has five lines of details at most, and the last one of more is an ellipsis', () => {
  const of = (count: number) => sizeOf({ id: 'b', kind: 'component', title: 'Box', details: Array.from({ length: count }, (_, index) => `line ${index}`), members: [] });
  expect([0, 5, 6].map((count) => [of(count).details, of(count).height])).toEqual([
    [[], 21], [['line 0', 'line 1', 'line 2', 'line 3', 'line 4'], 86], [['line 0', 'line 1', 'line 2', 'line 3', '…'], 86],
  ]);
});

describe('titles', () => {
  const named = (name: string) => modelOfResources({
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: name }] }],
    Subnet: ['AWS::EC2::Subnet', vpc({ Tags: [{ Key: 'aws-cdk:subnet-name', Value: 'private-with-egress-of-the-payment-platform' }] })],
    A: ['AWS::EC2::Instance', { SubnetId: { Ref: 'Subnet' } }],
  });
  /** Titles of groups: text, left, right and natural width, with the right of their group. */
  const titlesOf = (svg: string) => {
    const groups = [...svg.matchAll(/<rect class="(?:region|vpc|subnets)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)].map(([, ...numbers]) => numbers.map(Number)).filter(([, , width]) => width !== 36);
    return [...svg.matchAll(/<text class="label" x="([\d.]+)" y="([\d.]+)" font-size="11" font-weight="700" textLength="([\d.]+)"[^>]*>([^<]*)</g)].map(([, x, y, length, text]) => {
      const [left, , width] = groups.find(([groupX, groupY]) => Math.abs(groupX + 6 - Number(x)) < 0.2 && Math.abs(groupY + 13 - Number(y)) < 0.2)!;
      return { text, length: Number(length), fits: Number(x) + Number(length) <= left + width };
    });
  };

  test.each([['short', 'vpc-1'], ['long', 'a-very-long-name-of-a-network-'.repeat(6)]])('of groups are neither squeezed nor wider than their group: %s', (_, name) => {
    const { architecture } = draw(named(name));
    const titles = titlesOf(architecture);
    expect(titles.map(({ text }) => text)).toEqual(expect.arrayContaining(['AWS account not determined, Region eu-west-2', 'private-with-egress-of-the-payment-platform subnets']));
    expect(titles.filter(({ text, length, fits }) => !fits || length !== widthOf(text, 11, true))).toEqual([]);
    expect(diagramFaults(architecture, 5)).toEqual([]);
  });

  test('of drawings stay within the drawing', () => {
    const { architecture } = diagramsOf({ ...named('vpc-1'), systemName: 'A system with a very long name that '.repeat(12) });
    expect(diagramFaults(architecture, 5)).toEqual([]);
    expect(architecture).toContain(`<title id="architecture-title">Architecture of ${'A system with a very long name that '.repeat(12)}</title>`);
  });
});

test('a reader who points at parties sees their names, without ids', () => {
  const { architecture, dataFlow } = draw(modelOfResources({
    Group: ['AWS::EC2::SecurityGroup', { SecurityGroupIngress: [rule(22, { CidrIp: '203.0.113.0/24' })] }],
    A: ['AWS::EC2::Instance', { SecurityGroupIds: [{ Ref: 'Group' }] }],
    Rule: ['AWS::Events::Rule', { Targets: [{ Arn: 'arn:aws:sqs:eu-west-2:111122223333:theirs' }] }],
  }));
  const titles = [...(architecture + dataFlow).matchAll(/<g class="(?:internet|outside)"><title>([^<]*)<\/title>/g)].map(([, names]) => names);
  expect([...new Set(titles)].sort()).toEqual(['203.0.113.0/24', 'arn:aws:sqs:eu-west-2:111122223333:theirs', 'internet']);
});
