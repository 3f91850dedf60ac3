/** What a rule of a web ACL does with a request that matches (AWS WAF Developer Guide, Using rule actions in AWS WAF). */
export enum RuleAction {
  /** Lets it through; later rules are not asked. */
  ALLOW = 'allow',
  /** Answers 403. */
  BLOCK = 'block',
  /** Counts it and asks the next rule. */
  COUNT = 'count',
  /** Asks for the solution of a puzzle. */
  CAPTCHA = 'captcha',
  /** Asks the browser to prove itself, unseen by its user. */
  CHALLENGE = 'challenge',
}
