/** Whose requests a rate limit counts together (AWS WAF Developer Guide, Aggregation options for rate-based rules). */
export enum RateLimitKey {
  /** Those of the address that connects. */
  CLIENT_ADDRESS = 'IP',
  /**
   * Those of the first address in `X-Forwarded-For`, for what stands behind CloudFront or another proxy: the address that connects is the proxy's there.
   * A client can forge it, so that the proxy needs a limit of its own.
   */
  FORWARDED_ADDRESS = 'FORWARDED_IP',
}
