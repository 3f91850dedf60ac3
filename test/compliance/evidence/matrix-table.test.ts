import { Evidence } from '../../../src/compliance/evidence/collect';
import { matrixTable } from '../../../src/compliance/evidence/matrix-table';

test('the table of the matrix has a row for each control, those with findings first, and counts of what holds only where something is judged', () => {
  const controls = [
    { id: 'CP-1', title: 'Policy', status: 'customer', proven: [], left: { customer: 'Write a policy, and review it.' } },
    {
      id: 'SC-28',
      title: 'Protection at rest',
      status: 'fails',
      proven: [{ safeguard: 'S3.BucketEncrypted', extent: 'part', holds: 5, of: 8, acknowledged: 1, byDesign: 1 }, { safeguard: 'KMS.KeyRotated', extent: 'part', holds: 2, of: 2 }],
      left: { technical: 'Encrypt volumes.', inherited: 'Destroys media.' },
      reports: ['AWS SOC 2 Type 2 report'],
      documents: [{ file: 'crypto.json', section: 'cryptography', shows: '8 data stores, listed from the templates' }],
      unjudged: ['AWS::EC2::Volume'],
    },
    { id: 'X', title: '@home', status: 'not judged', proven: [], left: 'no responsibility statement' },
  ];
  const origin = {
    commit: 'abc', dirty: true, lifecycle: 'production', versions: { 'cdk-regulated': '1.2.3' }, stacks: [{ account: '1', region: 'eu-west-2' }, { account: '1', region: 'us-east-1' }],
  };
  const deviations = 'Findings: S3.BucketEncrypted on 1 of 8; Acknowledged by the workload: S3.BucketEncrypted on 1 of 8; By design of the library: S3.BucketEncrypted on 1 of 8';
  const documents = '"crypto.json: 8 data stores, listed from the templates"';
  const of = 'production,1,"eu-west-2, us-east-1",abc,yes,2026-11-28T00:00:00Z,1.2.3';
  expect(matrixTable({ name: 'ledger', asOf: '2026-11-28T00:00:00Z', origin, frameworks: [{ id: 'n', title: 'NIST', source: 's', controls }] } as unknown as Evidence).split('\r\n')).toEqual([
    'workload,framework,control,title,status,proven by,holds,of,deviations,shown by documents,left to the workload,left to the customer,inherited from AWS,shown by reports,not applicable,'
      + 'types not judged,lifecycle,account,region,commit,uncommitted changes,time of the code,cdk-regulated',
    `ledger,NIST,SC-28,Protection at rest,fails,S3.BucketEncrypted holds on 5 of 8 (part); KMS.KeyRotated holds on 2 of 2 (part),7,10,${deviations},${documents},Encrypt volumes.,,Destroys media.,`
      + `AWS SOC 2 Type 2 report,,AWS::EC2::Volume,${of}`,
    `ledger,NIST,X,'@home,not judged,,,,,,no responsibility statement,,,,,,${of}`,
    `ledger,NIST,CP-1,Policy,customer,,,,,,,"Write a policy, and review it.",,,,,${of}`,
    '',
  ]);
});

test.each([[true, 'yes'], [false, 'no'], [undefined, '']])('uncommitted changes: %s is %s in the table, and what is not known is empty', (dirty, expected) => {
  const controls = [{ id: 'X', title: 'T', status: 'not judged', proven: [], left: {} }];
  const origin = { dirty, versions: { 'cdk-regulated': '1.2.3' }, stacks: [] };
  const [, row] = matrixTable({ name: 'ledger', origin, frameworks: [{ id: 'n', title: 'NIST', source: 's', controls }] } as unknown as Evidence).split('\r\n');
  expect(row).toBe(`ledger,NIST,X,T,not judged,,,,,,,,,,,,,no stack,no stack,,${expected},,1.2.3`);
});
