import { Tags } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { NameLimit } from '../workload/name-limit';
import { cut } from '../workload/naming';

/** Characters that a tag does not accept (AWS Tagging User Guide, Tag naming limits and requirements). */
const REFUSED = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/** Changes the tag `Name`, which aws-cdk-lib sets to the path of a construct, to the length and the characters that AWS accepts. */
export function shortenNameTag(...constructs: IConstruct[]): void {
  for (const construct of constructs) {
    const { path } = construct.node;
    const name = cut(path.replace(REFUSED, '-'), NameLimit.TAG.maxLength);
    if (name === path) continue;
    Tags.of(construct).add('Name', name);
    // The tag of a certificate is on its resource.
    if (construct.node.defaultChild) Tags.of(construct.node.defaultChild).add('Name', name);
  }
}
