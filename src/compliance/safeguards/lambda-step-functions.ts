import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, given, isEmpty, isOneOf, isSet, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeOneOf, mustBeSet, mustHave, mustNotBe, Outcome, undecided } from '../predicates/outcome';
import { statementsOf } from '../predicates/policy';
import { confinedBy } from '../predicates/principals';
import { CALLERS_OF_FUNCTIONS } from '../predicates/service-principals';
import { jsonOf } from '../predicates/text';
import { Json, RenderedResource } from '../rendered';

const ON_FUNCTIONS = ['AWS::Lambda::Function'];
// The parameter of Lambda.2, as published in 2026, and the OS-only runtime with support, which the control does not judge (AWS Lambda Developer Guide, OS-only runtimes).
const RUNTIMES = [
  'dotnet10', 'dotnet8', 'java25', 'java21', 'java17', 'java11', 'java8.al2', 'java17.al2023', 'java11.al2023', 'java8.al2023', 'nodejs24.x', 'nodejs22.x',
  'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'ruby4.0', 'ruby3.4', 'ruby3.3', 'provided.al2023',
];

/** Safeguards of AWS Lambda and AWS Step Functions. */
export const LAMBDA_STEP_FUNCTIONS: ResourceSafeguard[] = [
  {
    id: 'Lambda.FunctionNotPublic',
    on: ['AWS::Lambda::Permission', 'AWS::Lambda::LayerVersionPermission'],
    statement: 'the function policy does not allow public access',
    rationale: 'Everyone with an AWS account could call the function',
    remedy: 'specify a principal',
    sources: {
      securityHub: ['Lambda.1'], cdkNag: ['LambdaFunctionPublicAccessProhibited'], prowler: ['awslambda_function_not_publicly_accessible'],
    },
    // A permission for an organization has the principal `*` and is restricted by the organization id.
    judge: ({ properties }) => isSet(properties.PrincipalOrgID) || isSet(properties.OrganizationId)
      ? HOLDS
      : mustNotBe('Principal', properties.Principal, '*'),
  },
  {
    id: 'Lambda.S3PermissionConfined',
    on: ['AWS::Lambda::Permission'],
    statement: 'the permission of Amazon S3 is restricted to an account',
    rationale: 'A bucket of another account with the same name could call the function',
    remedy: 'set `sourceAccount`',
    sources: { securityHub: ['Lambda.1'] },
    judge: ({ properties }) => isOneOf(properties.Principal, 's3.amazonaws.com') ? mustBeSet('SourceAccount', properties.SourceAccount) : undefined,
  },
  {
    id: 'Lambda.FunctionRuntimeSupported',
    on: ON_FUNCTIONS,
    statement: 'the runtime is supported',
    rationale: 'Runtimes without support get no security patches',
    remedy: 'use a supported runtime',
    sources: { securityHub: ['Lambda.2'] },
    judge: ({ properties }) => properties.PackageType === 'Image' ? undefined : mustBeOneOf('Runtime', properties.Runtime, RUNTIMES),
  },
  {
    id: 'Lambda.FunctionInVpc',
    on: ON_FUNCTIONS,
    statement: 'the function is in a VPC',
    rationale: 'Only in a VPC do security groups and flow logs apply to the traffic of the function',
    remedy: 'set `vpc`',
    sources: { securityHub: ['Lambda.3'], cdkNag: ['LambdaInsideVPC'], prowler: ['awslambda_function_inside_vpc'] },
    judge: (lambda) => isAtEdge(lambda) ? undefined : mustBeSet('VpcConfig.SubnetIds', lambda.properties.VpcConfig?.SubnetIds),
  },
  {
    id: 'Lambda.FunctionMultiAz',
    on: ON_FUNCTIONS,
    statement: 'the function covers more than one Availability Zone',
    rationale: 'A function in one Availability Zone is unavailable when that zone fails',
    remedy: 'select subnets in at least two Availability Zones',
    sources: { securityHub: ['Lambda.5'] },
    judge: ({ properties: { VpcConfig } }) => given(VpcConfig) ? mustHave('VpcConfig.SubnetIds', VpcConfig.SubnetIds, 2) : undefined,
  },
  {
    id: 'Lambda.FunctionTraced',
    on: ON_FUNCTIONS,
    statement: 'AWS X-Ray tracing is enabled',
    rationale: 'Traces show which calls a request made, and where it failed',
    remedy: 'set `tracing` to `ACTIVE`',
    sources: { securityHub: ['Lambda.7'] },
    judge: (lambda) => isAtEdge(lambda) ? undefined : mustBe('TracingConfig.Mode', lambda.properties.TracingConfig?.Mode, 'Active'),
  },
  {
    id: 'Lambda.FunctionConcurrencyLimited',
    on: ON_FUNCTIONS,
    statement: 'the function has reserved concurrency',
    rationale: 'One function cannot use up the concurrency of the account',
    remedy: 'set `reservedConcurrentExecutions`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
    sources: { cdkNag: ['LambdaConcurrency'] },
    judge: (lambda) => isAtEdge(lambda) ? undefined : mustBeSet('ReservedConcurrentExecutions', lambda.properties.ReservedConcurrentExecutions),
  },
  {
    id: 'Lambda.FunctionFailuresKept',
    on: ON_FUNCTIONS,
    statement: 'the function has a dead-letter queue',
    rationale: 'Events that fail would be lost',
    remedy: 'set `deadLetterQueue`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
    sources: { cdkNag: ['LambdaDLQ'] },
    judge: (lambda) => isAtEdge(lambda) ? undefined : mustBeSet('DeadLetterConfig.TargetArn', lambda.properties.DeadLetterConfig?.TargetArn),
  },
  {
    id: 'StepFunctions.StateMachineLogged',
    on: ['AWS::StepFunctions::StateMachine'],
    statement: 'execution logging is enabled',
    rationale: 'The logs show what an execution did, and with which input',
    remedy: 'set `logs`',
    sources: {
      securityHub: ['StepFunctions.1'], cdkNag: ['StepFunctionStateMachineAllLogsToCloudWatch'], prowler: ['stepfunctions_statemachine_logging_enabled'],
    },
    judge: ({ properties }) => mustBe('LoggingConfiguration.Level', properties.LoggingConfiguration?.Level, 'ALL'),
  },
  {
    id: 'StepFunctions.ContentNotLogged',
    on: ['AWS::StepFunctions::StateMachine'],
    statement: 'execution logs hold no input and output',
    rationale: 'Execution data copies inputs and results, such as card numbers and tokens, into logs',
    remedy: 'set `logs.includeExecutionData` to false',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    always: true,
    sources: {},
    // The default is false (AWS Step Functions API Reference, LoggingConfiguration).
    judge: ({ properties }) => mustNotBe('LoggingConfiguration.IncludeExecutionData', properties.LoggingConfiguration?.IncludeExecutionData, true),
  },
  {
    id: 'StepFunctions.TaskNoPublicIp',
    on: ['AWS::StepFunctions::StateMachine'],
    statement: 'Amazon ECS tasks that the state machine starts have no public IP address',
    rationale: 'A public address exposes the task to the internet',
    remedy: 'set `assignPublicIp` to false, or use private subnets',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html',
    always: true,
    sources: {},
    judge: ({ properties: { Definition, DefinitionString } }) => {
      const outcomes = publicAddressesIn(jsonOf(given(Definition) ? Definition : DefinitionString));
      return outcomes.length ? allOf(...outcomes) : undefined;
    },
  },
  {
    id: 'StepFunctions.StateMachineTraced',
    on: ['AWS::StepFunctions::StateMachine'],
    statement: 'AWS X-Ray tracing is enabled on the state machine',
    rationale: 'Traces show which services an execution called, and where it failed',
    remedy: 'set `tracingEnabled`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
    always: true,
    sources: { cdkNag: ['StepFunctionStateMachineXray'] },
    judge: ({ properties }) => mustBe('TracingConfiguration.Enabled', properties.TracingConfiguration?.Enabled, true),
  },
  {
    id: 'Lambda.ServicePermissionConfined',
    on: ['AWS::Lambda::Permission'],
    statement: 'permissions of services are restricted to a resource, an account or an organization',
    rationale: 'A topic, rule or API of another account could call the function through the service',
    remedy: 'set `sourceArn` or `sourceAccount`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    always: true,
    sources: {},
    judge: ({ properties: { Principal, SourceArn, SourceAccount, PrincipalOrgID } }) => {
      if (!isOneOf(Principal, ...CALLERS_OF_FUNCTIONS)) return undefined;
      if (isSet(SourceAccount) || isSet(PrincipalOrgID)) return (anyValue(SourceArn), HOLDS);
      if (!given(SourceArn) || isEmpty(SourceArn)) return fails('none of SourceArn, SourceAccount and PrincipalOrgID is set');
      const reach = confinedBy({ ArnLike: { 'aws:SourceArn': SourceArn } });
      if (reach === 'confined') anyValue(SourceArn);
      return reach === 'public' ? fails(`SourceArn is ${JSON.stringify(SourceArn)}, must name an account or a resource`) : HOLDS;
    },
  },
];

function publicAddressesIn(document: Json): Outcome[] {
  if (document === null || typeof document !== 'object') return [];
  return Object.entries<Json>(document).flatMap(([key, value]) => {
    // A path, or an expression of JSONata, gets its value in the execution (AWS Step Functions Developer Guide, Processing input and output).
    if (key === 'AssignPublicIp.$' || (key === 'AssignPublicIp' && String(value).startsWith('{%'))) {
      return undecided(`${key} is ${JSON.stringify(value)}, which resolves in the execution, must be a literal value`);
    }
    return key === 'AssignPublicIp' ? mustNotBe(key, value, 'ENABLED') : publicAddressesIn(value);
  });
}

// Only Lambda@Edge needs this service in the trust policy. It supports no VPC, dead-letter queue, reserved concurrency and tracing (Amazon CloudFront Developer Guide, Restrictions on Lambda@Edge).
function isAtEdge({ template, properties: { Role } }: RenderedResource): boolean {
  return statementsOf(template.referenced(anyValue(Role))?.properties.AssumeRolePolicyDocument)
    .some(({ Principal }) => listOf(Principal?.Service).includes('edgelambda.amazonaws.com'));
}
