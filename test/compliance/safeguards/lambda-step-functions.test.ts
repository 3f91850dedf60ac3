import { LAMBDA_STEP_FUNCTIONS } from '../../../src/compliance/safeguards/lambda-step-functions';
import { exactly, it_, never, NO_VALUE, NOT_JUDGED, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const RUNTIMES = 'dotnet10, dotnet8, java25, java21, java17, java11, java8.al2, java17.al2023, java11.al2023, java8.al2023, nodejs24.x, nodejs22.x, '
  + 'python3.14, python3.13, python3.12, python3.11, python3.10, ruby4.0, ruby3.4, ruby3.3, provided.al2023';
const CODE = { Code: { ZipFile: '' }, Role: 'r' };
const ROLE = { 'Fn::Sub': 'arn:aws:iam::${Parameter}:role/caller' };
const PERMISSION = { Action: 'lambda:InvokeFunction', FunctionName: 'f' };
const MAP = { 'Fn::FindInMap': ['Runtimes', PARAMETER, 'node'] };

// Lambda@Edge supports none of these properties.
const AT_EDGE = [it_({ ...CODE, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }, {
  Role: ['AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole' },
        { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] }, Action: 'sts:AssumeRole' },
      ],
    },
  }],
}), NOT_JUDGED] as const;
const orAtEdge = (triple: Triple): Triple => ({ ...triple, open: [...triple.open, AT_EDGE] });

const ecsTask = (AwsvpcConfiguration: object) => ({
  StartAt: 'Run', States: { Run: { Type: 'Task', Resource: 'arn:aws:states:::ecs:runTask', Parameters: { NetworkConfiguration: { AwsvpcConfiguration } }, End: true } },
});

describe('safeguards of AWS Lambda and AWS Step Functions', () => triples(LAMBDA_STEP_FUNCTIONS, {
  'Lambda.FunctionNotPublic': {
    ...never('Principal', 'sns.amazonaws.com', ['*'], { with: PERMISSION }),
    open: [
      [it_({ ...PERMISSION, Principal: '*', PrincipalOrgID: 'o-1' }), PASSES],
      [it_({ Principal: '*', OrganizationId: 'o-1' }, {}, { type: 'AWS::Lambda::LayerVersionPermission' }), PASSES],
      [it_({ Principal: '*' }, {}, { type: 'AWS::Lambda::LayerVersionPermission' }), 'Principal is "*", must be another value'],
    ],
  },
  'Lambda.S3PermissionConfined': {
    ...present('SourceAccount', '123456789012', { with: { ...PERMISSION, Principal: 's3.amazonaws.com' } }),
    open: [[it_({ ...PERMISSION, Principal: 'sns.amazonaws.com' }), NOT_JUDGED], [it_({ ...PERMISSION, Principal: ROLE }), NOT_JUDGED]],
  },
  'Lambda.FunctionRuntimeSupported': {
    holds: [
      ...RUNTIMES.split(', ').map((Runtime) => it_({ ...CODE, Runtime })),
      it_({ ...CODE, Runtime: MAP }, {}, { mappings: { Runtimes: { 'eu-west-2': { node: 'nodejs22.x' }, 'us-east-1': { node: 'nodejs24.x' } } } }),
    ],
    fails: [
      [it_({ ...CODE, Runtime: 'nodejs16.x' }), `Runtime is "nodejs16.x", must be one of ${RUNTIMES}`],
      [it_({ ...CODE, Runtime: MAP }, {}, { mappings: { Runtimes: { 'eu-west-2': { node: 'nodejs22.x' }, 'us-east-1': { node: 'nodejs16.x' } } } }),
        `Runtime is "nodejs16.x", must be one of ${RUNTIMES}, if a value of Runtimes is "nodejs16.x"`],
      [it_({ ...CODE, Runtime: { 'Fn::FindInMap': ['Runtimes', { Ref: 'AWS::Region' }, 'node'] } }, {}, { mappings: { Runtimes: { 'eu-west-2': { node: 'nodejs16.x' }, 'us-east-1': { node: 'nodejs24.x' } } } }),
        `Runtime is "nodejs16.x", must be one of ${RUNTIMES}`],
    ],
    open: [
      [it_({ ...CODE, Runtime: PARAMETER }), `Runtime is ${JSON.stringify(PARAMETER)}, which resolves only at deployment, must be a literal value`],
      [it_({ ...CODE, Runtime: MAP }), `Runtime is ${JSON.stringify(MAP)}, which resolves only at deployment, must be a literal value`],
      [it_({ PackageType: 'Image' }), NOT_JUDGED],
    ],
  },
  'Lambda.FunctionInVpc': {
    holds: [it_({ ...CODE, VpcConfig: { SubnetIds: ['s'] } })],
    fails: [[it_(CODE), 'VpcConfig.SubnetIds is not set'], [it_({ ...CODE, VpcConfig: { SubnetIds: [] } }), 'VpcConfig.SubnetIds is not set']],
    open: [
      [it_({ ...CODE, VpcConfig: { SubnetIds: PARAMETER } }), PASSES], [it_({ ...CODE, VpcConfig: { SubnetIds: [PARAMETER] } }), PASSES],
      [it_({ ...CODE, VpcConfig: { SubnetIds: [NO_VALUE] } }), 'VpcConfig.SubnetIds is not set'], [it_({ ...CODE, Role: PARAMETER, VpcConfig: { SubnetIds: ['s'] } }), PASSES], AT_EDGE,
    ],
  },
  'Lambda.FunctionMultiAz': {
    holds: [it_({ ...CODE, VpcConfig: { SubnetIds: ['a', 'b'] } })],
    fails: [[it_({ ...CODE, VpcConfig: { SubnetIds: ['a'] } }), 'VpcConfig.SubnetIds has 1 item, must have at least 2']],
    open: [
      [it_(CODE), NOT_JUDGED],
      [it_({ ...CODE, VpcConfig: { SubnetIds: PARAMETER } }),
        `VpcConfig.SubnetIds is ${JSON.stringify(PARAMETER)}, which resolves only at deployment, must be a literal value`],
    ],
  },
  'Lambda.FunctionTraced': orAtEdge(exactly('TracingConfig.Mode', 'Active', 'PassThrough')),
  'Lambda.FunctionConcurrencyLimited': orAtEdge(present('ReservedConcurrentExecutions', 5, { with: CODE })),
  'Lambda.FunctionFailuresKept': orAtEdge(present('DeadLetterConfig.TargetArn', 'arn', { with: CODE })),
  'StepFunctions.StateMachineLogged': exactly('LoggingConfiguration.Level', 'ALL', 'ERROR', { with: { RoleArn: 'r' } }),
  'StepFunctions.ContentNotLogged': never('LoggingConfiguration.IncludeExecutionData', false, [true], { with: { LoggingConfiguration: { Level: 'ALL' } } }),
  'StepFunctions.TaskNoPublicIp': {
    holds: [
      it_({ Definition: { ...ecsTask({ AssignPublicIp: 'DISABLED', Subnets: '{% $subnets %}' }), ResultPath: null } }),
      it_({ Definition: ecsTask({ AssignPublicIp: 'DISABLED' }) }), it_({ DefinitionString: JSON.stringify(ecsTask({ AssignPublicIp: 'DISABLED' })) }),
    ],
    fails: [
      [it_({ Definition: ecsTask({ AssignPublicIp: 'ENABLED' }) }), 'AssignPublicIp is "ENABLED", must be another value'],
      [it_({ DefinitionString: JSON.stringify(ecsTask({ AssignPublicIp: 'ENABLED' })) }), 'AssignPublicIp is "ENABLED", must be another value'],
    ],
    open: [
      [it_({ Definition: ecsTask({ 'AssignPublicIp.$': '$.address' }) }), 'AssignPublicIp.$ is "$.address", which resolves in the execution, must be a literal value'],
      [it_({ Definition: ecsTask({ AssignPublicIp: '{% $address %}' }) }), 'AssignPublicIp is "{% $address %}", which resolves in the execution, must be a literal value'],
      [it_({ Definition: ecsTask({}) }), NOT_JUDGED], [it_({ DefinitionString: '{}' }), NOT_JUDGED],
    ],
  },
  'StepFunctions.StateMachineTraced': exactly('TracingConfiguration.Enabled', true, false, { with: { RoleArn: 'r' } }),
  'Lambda.ServicePermissionConfined': {
    holds: [
      it_({ ...PERMISSION, Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:eu-west-2:123456789012:*' }), it_({ ...PERMISSION, Principal: 'events.amazonaws.com', SourceAccount: '123456789012' }),
      it_({ ...PERMISSION, Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Topic' } }, { Topic: ['AWS::SNS::Topic', {}] }),
      it_({ ...PERMISSION, Principal: 'apigateway.amazonaws.com', SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${It}/*' } }),
    ],
    fails: [
      [it_({ ...PERMISSION, Principal: 'sns.amazonaws.com' }), 'none of SourceArn, SourceAccount and PrincipalOrgID is set'],
      [it_({ ...PERMISSION, Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:*:*:*' }), 'SourceArn is "arn:aws:sns:*:*:*", must name an account or a resource'],
      [it_({ ...PERMISSION, Principal: 'cloudfront.amazonaws.com' }), 'none of SourceArn, SourceAccount and PrincipalOrgID is set'],
    ],
    open: [
      [it_({ ...PERMISSION, Principal: 'apigateway.amazonaws.com', SourceArn: PARAMETER }), undetermined('SourceArn')], [it_({ ...PERMISSION, Principal: ROLE }), NOT_JUDGED],
      [it_({ ...PERMISSION, Principal: 'elasticloadbalancing.amazonaws.com' }), NOT_JUDGED],
    ],
  },
}));
