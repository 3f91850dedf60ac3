/**
 * Stands in, in the bundle, for what mysql2 brings along and connections here never use: decoders of other encodings than UTF-8 and a list
 * of certificates. Together they would be three quarters of the bundle.
 */
export default {};
