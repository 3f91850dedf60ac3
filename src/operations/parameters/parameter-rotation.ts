import { CfnResource, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { parameterId } from './parameter-names';
import { requireDuration } from '../../core/validation';

const MAX_DAYS = 1000;

interface Rotated {
  /** Below the path. */
  readonly name: string;
  readonly resource: CustomResource;
  readonly properties: object;
  readonly rotateAfter: Duration;
}

/** Has the function generate the value of a parameter anew, time and again. */
export function rotateParameter(scope: Construct, handler: lambda.Function, { name, resource, properties, rotateAfter }: Rotated): void {
  requireDuration(scope, `the rotation of '${name}'`, rotateAfter, { unit: 'days', min: 1, max: MAX_DAYS });
  const input = events.RuleTargetInput.fromObject({
    RequestType: 'Rotate',
    StackId: Stack.of(scope).stackId,
    LogicalResourceId: (resource.node.defaultChild as CfnResource).logicalId,
    ResourceProperties: properties,
  });
  const rule = new events.Rule(scope, `${parameterId(name)}Rotation`, {
    description: `Generates the value of ${name} anew`,
    schedule: events.Schedule.rate(rotateAfter),
    targets: [{ bind: () => ({ arn: handler.functionArn, input }) }],
  });
  handler.addPermission(`${parameterId(name)}Rotation`, { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: rule.ruleArn });
}

/** Tells a target of a new value (Systems Manager User Guide, Amazon EventBridge event examples for Systems Manager, Parameter Store events). */
export function newValueRule(scope: Construct, id: string, target: events.IRuleTarget, names: string[]): events.Rule {
  return new events.Rule(scope, id, {
    description: 'A parameter has a new value',
    eventPattern: { source: ['aws.ssm'], detailType: ['Parameter Store Change'], detail: { name: names, operation: ['Update'] } },
    targets: [target],
  });
}
