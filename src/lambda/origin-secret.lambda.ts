import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Failure, loggable } from './failure';
import { ruleArns } from './origin-front';
import { rotate, RotationRequest } from './origin-secret';

const clients = { secrets: new SecretsManagerClient(), cloudFront: new CloudFrontClient(), loadBalancers: new ElasticLoadBalancingV2Client() };

/** Rotates the secret that authenticates CloudFront to a load balancer. */
export async function handler(request: RotationRequest, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const { HEADER_NAME = '', DISTRIBUTIONS = '', RULES = '' } = process.env;
  const parties = { headerName: HEADER_NAME, distributions: DISTRIBUTIONS.split(',').filter(Boolean), rules: ruleArns(RULES) };
  const outcome = await rotate(request, clients, parties, {
    remaining: () => context.getRemainingTimeInMillis(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }).then(() => 'done', loggable);
  console.log(JSON.stringify({ step: request.Step, secret: request.SecretId, outcome }));
  if (outcome !== 'done') throw new Failure(outcome);
}
