import { Evidence } from '../../../src/compliance/evidence/collect';
import { matrixTable } from '../../../src/compliance/evidence/matrix-table';

test('the table of the matrix has a row for each control, those with findings first, and counts of what holds only where something is judged', () => {
  const controls = [
    { id: 'CP-1', title: 'Policy', status: 'customer', proven: [], left: { customer: 'Write a policy, and review it.' } },
    {
      id: 'SC-28',
      title: 'Protection at rest',
      status: 'fails',
      proven: [{ safeguard: 'S3.BucketEncrypted', extent: 'part', holds: 7, of: 8 }, { safeguard: 'KMS.KeyRotated', extent: 'part', holds: 2, of: 2 }],
      left: { technical: 'Encrypt volumes.', inherited: 'Destroys media.' },
      reports: ['AWS SOC 2 Type 2 report'],
      unjudged: ['AWS::EC2::Volume'],
    },
    { id: 'X', title: '@home', status: 'not judged', proven: [], left: 'no responsibility statement' },
  ];
  expect(matrixTable({ frameworks: [{ id: 'n', title: 'NIST', source: 's', controls }] } as unknown as Evidence).split('\r\n')).toEqual([
    'framework,control,title,status,proven by,holds,of,left to the workload,left to the customer,inherited from AWS,shown by reports,not applicable,types not judged',
    'NIST,SC-28,Protection at rest,fails,S3.BucketEncrypted holds on 7 of 8 (part); KMS.KeyRotated holds on 2 of 2 (part),9,10,Encrypt volumes.,,Destroys media.,AWS SOC 2 Type 2 report,,AWS::EC2::Volume',
    "NIST,X,'@home,not judged,,,,no responsibility statement,,,,,",
    'NIST,CP-1,Policy,customer,,,,,"Write a policy, and review it.",,,,',
    '',
  ]);
});
