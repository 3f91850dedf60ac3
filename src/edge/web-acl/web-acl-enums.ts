/** Resources that a web ACL protects. */
export enum WebAclScope {
  /** Load balancers, REST APIs and other resources of one Region. */
  REGIONAL = 'REGIONAL',
  /** CloudFront distributions. The web ACL itself is in us-east-1. */
  CLOUDFRONT = 'CLOUDFRONT',
}

/** Action of a rule for a request that matches (AWS WAF Developer Guide, Using rule actions in AWS WAF). */
export enum RuleAction {
  /** Allows the request; later rules do not evaluate it. */
  ALLOW = 'allow',
  /** Blocks the request with a 403 response. */
  BLOCK = 'block',
  /** Counts the request; later rules evaluate it. */
  COUNT = 'count',
  /** Requires the client to solve a CAPTCHA puzzle. */
  CAPTCHA = 'captcha',
  /** Requires the browser to pass a silent challenge. */
  CHALLENGE = 'challenge',
}

/** Requests that a rate limit counts together (AWS WAF Developer Guide, Aggregation options for rate-based rules). */
export enum RateLimitKey {
  /** Requests from the same client IP address. */
  CLIENT_ADDRESS = 'IP',
  /**
   * Requests with the same first address in `X-Forwarded-For`, for resources behind a proxy that replaces the header. CloudFront and load balancers
   * append to it, so that clients behind them can write the address that is counted (AWS WAF Developer Guide, Using forwarded IP addresses).
   */
  FORWARDED_ADDRESS = 'FORWARDED_IP',
  /** No requests: there is no rate limit. For resources behind a proxy that limits the rate of its clients, such as a distribution with a web ACL. */
  NONE = 'NONE',
}

/** Inspection level of AWS WAF Bot Control. */
export enum BotControlLevel {
  /** Bots that identify themselves, and common frameworks. */
  COMMON = 'COMMON',
  /** Also bots that do not identify themselves, by browser interrogation, fingerprinting and behavior heuristics. */
  TARGETED = 'TARGETED',
}
