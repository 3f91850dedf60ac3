import { Failure, loggable } from './failure';

/** Request of CloudFormation to a custom resource (CloudFormation User Guide, Custom resource request objects). */
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
 * Runs the request and sends one response, whether it succeeds or fails.
 * @param physicalId id that CloudFormation deletes in a rollback, also if the creation failed
 */
export async function answer<P>(
  request: CustomResourceRequest<P>, physicalId: string, act: () => Promise<void>, wait: (ms: number) => Promise<unknown> = pause,
): Promise<void> {
  const { RequestType, StackId, RequestId, LogicalResourceId } = request;
  const reason = await act().then(() => undefined, loggable);
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
    // The presigned URL of Amazon S3 is for a request without a content type.
    const response = await fetch(request.ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } }).catch(() => undefined);
    if (response?.ok) return;
    await wait(500 * 2 ** attempt);
  }
  throw new Failure('CloudFormation did not accept the response');
}
