/** A resolved value as text. `<…>` stands for a value that is known at deployment only, as in the findings of cdk-nag. */
export function scannerText(value: any): string {
  if (typeof value === 'string') return value;
  if (value.Ref) return `<${value.Ref}>`;
  if (value['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(scannerText).join(value['Fn::Join'][0]);
  return value['Fn::ImportValue'] ?? JSON.stringify(value);
}
