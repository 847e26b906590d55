/** What {@link signManifest} signs as: keeps a signature of a manifest from passing for one of anything else. */
export const MANIFEST_PAYLOAD_TYPE = 'application/vnd.plugwright.manifest.v1+json'

/** What {@link signArtifact} signs as. */
export const ARTIFACT_PAYLOAD_TYPE = 'application/vnd.plugwright.artifact.v1+json'

/**
 * The bytes that a signature covers: the pre-authentication encoding of DSSE 1.0 (protocol.md, "Signature Definition").
 * Lengths are those in bytes, so no two pairs of type and payload have the same encoding.
 *
 *     'http://example.com/HelloWorld', 'hello world' → DSSEv1 29 http://example.com/HelloWorld 11 hello world
 */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType, 'utf8')
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ])
}
