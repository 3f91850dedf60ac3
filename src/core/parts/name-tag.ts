import { Tags } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { NameLimit } from '../workload/name-limit';
import { cut } from '../workload/naming';

/** Shortens the tag `Name`, which aws-cdk-lib sets to the path of a construct, to the length that EC2 accepts. */
export function shortenNameTag(...constructs: IConstruct[]): void {
  for (const construct of constructs) {
    const { path } = construct.node;
    if (path.length > NameLimit.TAG.maxLength) Tags.of(construct).add('Name', cut(path, NameLimit.TAG.maxLength));
  }
}
