/** A resolved value as text, in which `<…>` stands for what only a deployment knows. Scanners write their findings in the same way. */
export function scannerText(value: any): string {
  if (typeof value === 'string') return value;
  if (value.Ref) return `<${value.Ref}>`;
  if (value['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(scannerText).join(value['Fn::Join'][0]);
  return value['Fn::ImportValue'] ?? JSON.stringify(value);
}
