/** Controls of AWS Security Hub that no safeguard judges, by the reason. The tags of a resource are the concern of `Workload.RequiredTags`. */
export const BEYOND_TEMPLATES: ReadonlyArray<{ readonly why: string; readonly controls: readonly string[] }> = [
  {
    why: 'A setting of the account, for which AWS CloudFormation has no resource.',
    controls: [
      'Account.1', 'Account.2', 'EC2.7', 'EMR.2', 'IAM.4', 'IAM.6', 'IAM.7', 'IAM.9', 'IAM.10', 'IAM.11', 'IAM.12', 'IAM.13', 'IAM.14', 'IAM.15', 'IAM.16',
      'IAM.17', 'Inspector.1', 'Inspector.2', 'Inspector.3', 'Inspector.4', 'Macie.2', 'S3.1', 'SSM.6', 'SSM.7',
    ],
  },
  {
    why: 'The state of a running resource, which its template does not show.',
    controls: [
      'CloudFront.12', 'EC2.4', 'EC2.20', 'EC2.22', 'IAM.8', 'IAM.20', 'IAM.22', 'IAM.26', 'Opensearch.10', 'SecretsManager.2', 'SecretsManager.3', 'SSM.1',
      'SSM.3',
    ],
  },
  {
    why: 'A snapshot, which AWS CloudFormation does not create or share.',
    controls: ['DocumentDB.3', 'EC2.1', 'Neptune.3', 'Neptune.6', 'RDS.1', 'RDS.4'],
  },
  {
    why: 'A property or resource that AWS CloudFormation does not support.',
    controls: ['ELB.14', 'S3.20', 'SSM.4', 'WAF.1', 'WAF.3', 'WAF.7'],
  },
  {
    why: 'An option of the deployment of a stack, which is no part of its template.',
    controls: ['CloudFormation.3', 'CloudFormation.4'],
  },
  {
    why: 'A requirement that depends on a fact outside the template: what calls a service from the VPC, the image of an instance, who manages incidents.',
    controls: ['EC2.10', 'EC2.24', 'EC2.58', 'EC2.60', 'IAM.18'],
  },
  {
    why: 'AWS has retired the control: the service does by default what it checks, or other controls replace it.',
    controls: ['AppSync.1', 'AppSync.6', 'ECS.1', 'EKS.3', 'SNS.2'],
  },
];
