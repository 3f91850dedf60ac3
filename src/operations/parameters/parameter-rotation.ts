import { CfnResource, CustomResource, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ResolvedSecureParameter } from './resolve-secure-parameters-props';
import { SecretField } from './secure-parameter';
import { refuse } from '../../core/validation';
import { descriptionFor } from '../../core/workload/description';

/** Description of a rule (EventBridge API, PutRule). */
const RULE_DESCRIPTION = { maxLength: 512, replaced: /[\u0000-\u001f]/gu };

/** Invokes the function on a schedule, to generate a new value of a parameter, or when the secret that it is copied from has a new current value. */
export function rotateParameter(
  scope: Construct, handler: lambda.Function, parameter: ResolvedSecureParameter, resource: CustomResource, properties: object,
): void {
  const { name, id, rotateAfter, copied } = parameter;
  const input = events.RuleTargetInput.fromObject({
    RequestType: 'Rotate',
    StackId: Stack.of(scope).stackId,
    LogicalResourceId: (resource.node.defaultChild as CfnResource).logicalId,
    ResourceProperties: properties,
  });
  const rule = new events.Rule(scope, `${id}Rotation`, {
    description: descriptionFor(copied ? `Copies the new value of a secret to ${name}` : `Generates a new value of ${name}`, RULE_DESCRIPTION),
    ...copied ? { eventPattern: newLabel(copied) } : { schedule: events.Schedule.rate(rotateAfter!) },
    targets: [{ bind: () => ({ arn: handler.functionArn, input }) }],
  });
  handler.addPermission(`${id}Rotation`, { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: rule.ruleArn });
  // A secret that is rotated while the parameter is made would not be copied without the rule.
  if (copied) resource.node.addDependency(rule);
}

/** AWS Secrets Manager User Guide, Secret Label Updated event. */
function newLabel({ secret }: SecretField): events.EventPattern {
  const { secretFullArn, secretArn } = secret;
  return {
    source: ['aws.secretsmanager'],
    detailType: ['Secret Label Updated'],
    // The ARN of a secret that is imported by name has six unknown characters at its end.
    resources: secretFullArn ? [secretFullArn] : events.Match.prefix(`${secretArn}-`),
    detail: { labelUpdated: ['AWSCURRENT'] },
  };
}

/** A rule for new values (Systems Manager User Guide, Amazon EventBridge event examples for Systems Manager, Parameter Store events). */
export function newValueRule(scope: Construct, id: string, target: events.IRuleTarget, names: string[]): events.Rule {
  if (scope.node.tryFindChild(id)) refuse(scope, `rule '${id}' already exists in these parameters`);
  return new events.Rule(scope, id, {
    description: 'A parameter has a new value',
    eventPattern: { source: ['aws.ssm'], detailType: ['Parameter Store Change'], detail: { name: names, operation: ['Update'] } },
    targets: [target],
  });
}
