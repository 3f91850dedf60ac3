import { Failure, tellable } from './failure';

/** What CloudFormation asks of a custom resource (CloudFormation User Guide, Custom resource request objects). */
export interface CustomResourceRequest<P> {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: P;
  readonly OldResourceProperties?: P;
}

const ATTEMPTS = 4;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Does what is asked and answers once, whatever comes of it.
 * @param physicalId of the resource, whether or not it could be made: what CloudFormation deletes in a rollback
 */
export async function answer<P>(
  request: CustomResourceRequest<P>, physicalId: string, act: () => Promise<void>, wait: (ms: number) => Promise<unknown> = pause,
): Promise<void> {
  const { RequestType, StackId, RequestId, LogicalResourceId } = request;
  const reason = await act().then(() => undefined, tellable);
  console.log(JSON.stringify({ request: RequestType, resource: physicalId, outcome: reason ?? 'done' }));
  const body = JSON.stringify({
    Status: reason === undefined ? 'SUCCESS' : 'FAILED',
    Reason: reason,
    PhysicalResourceId: physicalId,
    StackId,
    RequestId,
    LogicalResourceId,
    NoEcho: true,
  });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // S3 signed the address for a request without a content type.
    const response = await fetch(request.ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } }).catch(() => undefined);
    if (response?.ok) return;
    await wait(500 * 2 ** attempt);
  }
  throw new Failure('CloudFormation did not take the answer');
}
